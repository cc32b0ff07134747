import { appendFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { readFile } from '../../deploy/replay-lines.ts'
import { detectInstance } from '../../deploy/sources.ts'
import { openFiles } from '../../ingest/inputs/files.ts'
import { httpInput } from '../../ingest/inputs/http.ts'
import type { SourceInstance } from '../../ingest/intake/judge.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import { TableMapping, tableSource } from '../../ingest/sources/table.ts'
import type { Observation } from '../../kernel/event.ts'
import { temporaryFolder } from '../support/folder.ts'
import { bearer, testGate } from '../support/gate.ts'
import { type RealIntake, realIntake } from '../support/real-intake.ts'

const mapping = {
  id: 'app',
  title: { vi: 'Ứng dụng', en: 'Application' },
  format: 'csv',
  columns: { time: ['Thời gian'], user: ['Người dùng'], by: ['Người thực hiện'], action: ['Hành động'] },
  times: ['dd/MM/yyyy HH:mm:ss'],
  zone: 'Asia/Ho_Chi_Minh',
  system: 'app',
  events: [{ when: { action: 'Khóa' }, action: 'account.disable' }],
}
const instanceOf = (more: object = {}): SourceInstance => ({
  id: 'app',
  source: tableSource(TableMapping.parse({ ...mapping, ...more })),
  zone: 'UTC',
})

// The two files name the same columns in another order: read under the wrong heading, who did it and to whom are exchanged.
const HEADING = 'Thời gian,Người dùng,Người thực hiện,Hành động'
const OTHER = 'Hành động,Người thực hiện,Người dùng,Thời gian'
const row = (second: number, user: string, by: string): string => `02/03/2026 08:00:0${second},${user},${by},Khóa`
const otherRow = (second: number, user: string, by: string): string => `Khóa,${by},${user},02/03/2026 08:00:0${second}`
const acts = (observations: readonly Observation[]) =>
  observations.map((o) => (o.action === 'account.disable' ? `${o.by} → ${o.user}` : o.action))
const ACT = 'by@app → an@app'

const refusals = ({ quarantine }: RealIntake) =>
  quarantine.list({ limit: 99 }).map(({ reason, detail }) => `${reason}: ${detail}`)
const failed = (error: unknown): void => {
  throw error
}

describe('the heading of a file that is followed', () => {
  const follow = async (real: Pick<RealIntake, 'intake'>, folder: string) => {
    const files = await openFiles({
      intake: real.intake,
      collector: 'may-01',
      source: 'app',
      failed,
      paths: [join(folder, '*.csv')],
      checkpoint: join(folder, 'marks.json'),
      pollMs: 10,
    })
    onTestFinished(() => files.close())
    return files
  }
  const until = (happened: () => void): Promise<void> => vi.waitFor(happened)

  test('holds for rows that come later, and after a restart of everything', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'a.csv')
    const before = realIntake({ instances: [instanceOf()] })
    writeFileSync(file, `${HEADING}\n${row(1, 'an', 'by')}\n`)
    const first = await follow(before, folder)
    await until(() => expect(acts(before.observations())).toEqual([ACT]))
    appendFileSync(file, `${row(2, 'an', 'by')}\n`)
    await until(() => expect(acts(before.observations())).toEqual([ACT, ACT]))
    await first.close()

    const after = realIntake({ instances: [instanceOf()] })
    appendFileSync(file, `${row(3, 'an', 'by')}\n`)
    await follow(after, folder)
    await until(() => expect(acts(after.observations())).toEqual([ACT]))
    expect([...refusals(before), ...refusals(after)]).toEqual([])
  })

  test('is each file’s own, changes where the file says so, and is forgotten with the content it stood in', async () => {
    const folder = temporaryFolder()
    const real = realIntake({ instances: [instanceOf()] })
    writeFileSync(join(folder, 'a.csv'), `${HEADING}\n${row(1, 'an', 'by')}\n`)
    writeFileSync(join(folder, 'b.csv'), `Nhật ký ứng dụng\n${OTHER}\n${otherRow(1, 'an', 'by')}\n`)
    await follow(real, folder)
    await until(() => expect(acts(real.observations())).toEqual([ACT, ACT]))
    appendFileSync(join(folder, 'a.csv'), `${OTHER}\n${otherRow(2, 'an', 'by')}\n`)
    appendFileSync(join(folder, 'b.csv'), `${otherRow(3, 'an', 'by')}\n`)
    await until(() => expect(acts(real.observations())).toEqual([ACT, ACT, ACT, ACT]))
    // A title above the heading is no row.
    expect(refusals(real)).toEqual([])
    truncateSync(join(folder, 'a.csv'))
    appendFileSync(join(folder, 'a.csv'), `${row(4, 'an', 'by')}\n`)
    await until(() =>
      expect(refusals(real)).toEqual([
        'schema: Chưa thấy dòng tiêu đề CSV; hãy khai báo «header» hoặc gửi cả dòng tiêu đề.',
      ]),
    )
  })

  test('keeps equal rows of different files, and of a file written anew, apart; a file read again folds', async () => {
    const folder = temporaryFolder()
    const real = realIntake({ instances: [instanceOf()] })
    const content = `${HEADING}\n${row(1, 'an', 'by')}\n`
    const ids = () => new Set(real.observations().map(({ id }) => id)).size
    for (const name of ['a.csv', 'b.csv']) writeFileSync(join(folder, name), content)
    const first = await follow(real, folder)
    await until(() => expect(real.observations()).toHaveLength(2))
    expect(ids()).toBe(2)
    await first.close()
    rmSync(join(folder, 'marks.json'))
    await follow(real, folder)
    await until(() => expect(real.observations()).toHaveLength(4))
    expect(ids()).toBe(2)
  })
})

describe('the heading of a body', () => {
  const post = async (real: RealIntake, body: string) => {
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(httpInput, { intake: real.intake, gate: testGate() })
    const answer = await app.inject({
      method: 'POST',
      url: '/ingest/app',
      payload: body,
      headers: { authorization: bearer },
    })
    return answer.json<{ accepted: number; refused: readonly { line: number }[] }>()
  }

  test('holds to the end of that body, and for no other', async () => {
    const real = realIntake({ instances: [instanceOf()] })
    expect(await post(real, `${HEADING}\n${row(1, 'an', 'by')}\n`)).toEqual({ accepted: 2, refused: [] })
    expect(await post(real, `${OTHER}\r\n${otherRow(2, 'an', 'by')}\r\n`)).toEqual({ accepted: 2, refused: [] })
    expect(await post(real, `${row(3, 'an', 'by')}\n`)).toMatchObject({ accepted: 0, refused: [{ line: 1 }] })
    expect(acts(real.observations())).toEqual([ACT, ACT])
  })

  test('is not needed where the mapping has a header; a heading line is no refused row', async () => {
    const real = realIntake({ instances: [instanceOf({ header: HEADING.split(',') })] })
    expect(await post(real, `${row(1, 'an', 'by')}\n`)).toEqual({ accepted: 1, refused: [] })
    expect(await post(real, `${HEADING},Cột lạ 1,Cột lạ 2,3,4,5,6,7\n${row(2, 'an', 'by')},,,,,,,\n`)).toMatchObject({
      refused: [],
    })
    expect(await post(real, `${OTHER}\n${otherRow(3, 'an', 'by')}\n`)).toMatchObject({ refused: [] })
    expect(acts(real.observations())).toEqual([ACT, ACT, ACT])
    expect(real.intake.counters.refused).toMatchObject({ schema: 0, time: 0, malformed: 0 })
  })
})

describe('a row in quarantine', () => {
  const broken = { times: ['yyyy-MM-dd'] }
  const reread = (real: RealIntake, instance: SourceInstance) => {
    const { bus, quarantine, clock, mask } = real
    return quarantine.replay('all', createIntake({ bus, quarantine, clock, mask, instances: [instance] }))
  }

  test('is read again under the heading it stood under', async () => {
    const real = realIntake({ instances: [instanceOf(broken)] })
    const lines = [OTHER, otherRow(1, 'an', 'by'), HEADING, row(2, 'an', 'by')].map((line) => Buffer.from(line))
    const { accepted, heading } = await real.intake.deliver({ collector: 'may-01', source: 'app', lines, text: {} })
    expect([accepted, heading]).toEqual([2, HEADING])
    expect(real.quarantine.list({ limit: 9 }).map(({ reason }) => reason)).toEqual(['time', 'time'])
    expect(await reread(real, instanceOf())).toEqual({ accepted: 2, refused: 0 })
    expect(acts(real.observations())).toEqual([ACT, ACT])
  })

  test('that stood under none is read with the header configured since', async () => {
    const real = realIntake({ instances: [instanceOf()] })
    await real.intake.deliver({
      collector: 'may-01',
      source: 'app',
      lines: [Buffer.from(row(1, 'an', 'by'))],
      text: {},
    })
    expect(await reread(real, instanceOf())).toEqual({ accepted: 0, refused: 1 })
    expect(await reread(real, instanceOf({ header: HEADING.split(',') }))).toEqual({ accepted: 1, refused: 0 })
    expect(acts(real.observations())).toEqual([ACT])
  })
})

test('lines of many senders on one socket share no heading', async () => {
  const real = realIntake({ instances: [instanceOf()] })
  const lines = [HEADING, row(1, 'an', 'by')].map((line) => Buffer.from(line))
  expect(await real.intake.deliver({ collector: 'may-01', source: 'app', lines })).toMatchObject({
    accepted: 1,
    refused: [{ index: 1, refusal: { reason: 'schema' } }],
  })
})

test('a heading is masked like any line before it is kept with a row', async () => {
  const real = realIntake({ instances: [instanceOf()] })
  const lines = [`${HEADING},password=BiMat123`, 'rác'].map((line) => Buffer.from(line))
  const { heading } = await real.intake.deliver({ collector: 'may-01', source: 'app', lines, text: {} })
  expect(heading).toContain('đã che')
  const [held] = real.quarantine.list({ limit: 1 })
  expect(real.quarantine.open(held!.id, 'an.nv')).toMatchObject({ heading })
})

test('a replay of files reads each under its own heading', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.csv'), `${HEADING}\n${row(1, 'an', 'by')}\n${OTHER}\n${otherRow(2, 'an', 'by')}\n`)
  const options = {
    instances: [instanceOf()],
    detect: detectInstance,
    mask: (line: string) => ({ line, masked: 0 }),
    lineBytes: 4096,
  }
  const found: Observation[] = []
  let lines = 0
  const events = { onLine: () => void lines++, onRefused: failed }
  for await (const read of readFile({ path: join(folder, 'a.csv'), collector: 'c', source: 'app' }, options, events))
    found.push(...read)
  expect([lines, acts(found)]).toEqual([4, [ACT, ACT]])
})

test('rows of IIS are read by the newest «#Fields», and by none that names a column twice', async () => {
  const real = realIntake()
  const lines = [
    ...['#Fields: date time cs-username c-ip', '2026-03-02 01:00:00 an.nv 192.0.2.7'],
    // The service was started anew with other columns: the same words now say who came and whence in another order.
    ...['#Fields: date time c-ip cs-username', '2026-03-02 01:01:00 192.0.2.8 bich.tt'],
    ...['#Fields: date time cs-username cs-username', '2026-03-02 01:02:00 an.nv bich.tt'],
  ].map((line) => (line.startsWith('#') ? `${line} cs-uri-stem` : `${line} /a`))
  const delivery = { collector: 'c', source: 'iis', lines: lines.map((line) => Buffer.from(line)), text: {} }
  expect(await real.intake.deliver(delivery)).toMatchObject({
    refused: [{ index: 5, refusal: { reason: 'malformed' } }],
  })
  expect(real.observations()).toMatchObject([
    { user: 'an.nv@iis', ip: '192.0.2.7' },
    { user: 'bich.tt@iis', ip: '192.0.2.8' },
  ])
})
