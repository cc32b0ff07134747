import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { main } from '../../../deploy/cli/main.ts'
import { buildRegisters } from '../../../deploy/generator/registers.ts'
import { buildWorld } from '../../../deploy/generator/world.ts'
import { temporaryFolder } from '../../support/folder.ts'

let out: string[]
let err: string[]
let folder: string
beforeEach(() => {
  folder = temporaryFolder()
  out = []
  err = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void err.push(line))
  const world = buildWorld({ seed: 1, from: '2026-03-02', days: 1, size: 'small', plant: false })
  write('config/config.yaml', 'data: ../data\n')
  for (const [name, text] of buildRegisters(world)) write(`config/directory/${name}`, text)
  mkdirSync(join(folder, 'data'))
})
afterEach(() => vi.restoreAllMocks())

const write = (name: string, content: string | Buffer): string => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}
const replay = (...args: string[]): Promise<number> => main(['replay', '--config', join(folder, 'config'), ...args])

/** A heartbeat a minute from 07:00, but for the hours that are left out. */
const beats = (hours: readonly number[]): string =>
  hours
    .flatMap((hour) =>
      Array.from({ length: 60 }, (_, minute) => [hour, minute].map((n) => `${n}`.padStart(2, '0')).join(':')),
    )
    .map((time) => `02/03/2026 ${time}:00,SRV-DC01,198.51.100.66,Trực tuyến,,,,,2026.03.02\n`)
    .join('')
const found = (): readonly { rule: { id: string }; entity: { value: string } }[] => out.map((line) => JSON.parse(line))
const silences = (): readonly string[] =>
  found()
    .filter(({ rule }) => rule.id === 'SRC-01')
    .map(({ entity }) => entity.value)

describe('replay', () => {
  test('takes the collector from the folder and the source from the file name, and hears a source that went silent', async () => {
    const whole = write('one/c-bkav/bkav.csv.gz', gzipSync(beats([7, 8, 9, 10])))
    expect(await replay(whole, '--out', '-')).toBe(0)
    expect(err.at(-1)).toMatch(/^240 dòng \(\d+\/giây\), 0 dòng không đọc được, 0 sự kiện muộn, \d+ cảnh báo$/)
    expect(err.at(-2)).toContain('không phát hiện được máy sai đồng hồ')
    expect(silences()).toEqual([])
    out = []
    await replay(write('two/c-bkav/bkav.csv.gz', gzipSync(beats([7, 8, 10]))), '--out', '-')
    expect(silences()).toEqual(['c-bkav/bkav'])
  })

  test('reads a file of no known name by what its lines look like, and what is asked for goes before the name', async () => {
    const text = beats([7])
    await replay(write('c-bkav/xyz.csv', text))
    expect(err.at(-1)).toContain('60 dòng không đọc được')
    await replay(write('c-bkav/xyz.csv', text), '--source', 'bkav')
    expect(err.at(-1)).toContain(' 0 dòng không đọc được')
    await replay(write('c-bkav/bkav.csv', text), '--source', 'winlogbeat')
    expect(err.at(-1)).toContain('60 dòng không đọc được')
  })

  test('shows the first twenty lines that it cannot read, with their place, and counts the others', async () => {
    const path = write('c-bkav/bkav.csv', `${beats([7])}${'rác,\n'.repeat(25)}`)
    await replay(path)
    const shown = err.filter((line) => line.startsWith(path))
    expect(shown).toHaveLength(20)
    expect(shown[0]).toMatch(/bkav\.csv@\d+: time: Cột thời gian có giá trị «rác»/)
    expect(err).toContain('… và 5 dòng khác không đọc được')
  })

  test('writes alerts as sentences, or as a line of JSON each', async () => {
    const path = write('c-bkav/bkav.csv', beats([7, 9]))
    await replay(path)
    const sentences = out
    await replay(path, '--out', join(folder, 'alerts.ndjson'))
    const alerts = readFileSync(join(folder, 'alerts.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(alerts).toHaveLength(sentences.length)
    expect(sentences.find((line) => line.includes('SRC-01'))).toMatch(
      /^\d\d:\d\d 02\/03\/2026 {2}\S.* {2}SRC-01 {2}Nguồn c-bkav\/bkav/,
    )
  })

  test.each([
    [['/không/có.log'], 'không có tệp'],
    [[], 'cần: replay'],
  ])('%j is the caller’s mistake', async (args, said) => {
    expect(await replay(...args)).toBe(2)
    expect(err.join()).toContain(said)
  })

  test('a source that is not configured is named, with those that are', async () => {
    expect(await replay(write('a.log', 'x\n'), '--source', 'xyz')).toBe(2)
    expect(err.join()).toMatch(/không có nguồn «xyz» \(có: winlogbeat, nxlog/)
  })
})
