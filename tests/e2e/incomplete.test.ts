import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogueOf } from '../../ingest/archive/catalogue.ts'
import { HEADER } from '../../ingest/archive/format.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'
import { writeConfig, writeRegisters } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { wrongPassword } from '../support/lines.ts'
import { openHere, vonggac } from '../support/product.ts'

const july = (day: string, clock: string) => localTime(`2026-07-${day}`, clock)
const machines = (holder: string): Readonly<Record<string, string>> => ({
  'machines.csv': `tên máy,đơn vị,giao cho\npc-01,xa-a,p-an\npc-02,xa-a,${holder}\npc-03,xa-a,p-cuc\n`,
})

/** Spoils a byte of every block that tells of the span. */
const spoil = async (folder: string, from: number, to: number): Promise<() => void> => {
  const blocks = (await catalogueOf(join(folder, 'data/archive')).all())
    .flatMap((listed) => listed.blocks)
    .filter(({ header }) => header.minAt <= to && header.maxAt >= from)
  expect(blocks.length).toBeGreaterThan(0)
  const paths = [...new Set(blocks.map(({ segment }) => segment.path))]
  for (const path of paths) copyFileSync(path, `${path}.copy`)
  for (const { segment, position, header } of blocks) {
    const bytes = readFileSync(segment.path)
    bytes[position + HEADER + header.filter + 5]! ^= 0xff
    writeFileSync(segment.path, bytes)
  }
  return () => {
    for (const path of paths) copyFileSync(`${path}.copy`, path)
    // The upkeep does this within a minute.
    const archive = join(folder, 'data/archive')
    for (const name of readdirSync(archive)) if (name.endsWith('.damaged.json')) rmSync(join(archive, name))
  }
}

test('an alert whose logs were damaged is not withdrawn, but marked; restored, they decide', {
  timeout: 120_000,
}, async () => {
  const folder = writeConfig(temporaryFolder())
  const here = await openHere(folder, july('06', '08:00'))
  await here.until(july('06', '09:20'))
  const guesses = Array.from({ length: 5 }, (_, i) =>
    wrongPassword({ at: july('06', '09:00') + i * MINUTE, user: 'An.NV', host: 'pc-02', record: i + 1 }),
  )
  expect((await here.post('c-win', 'winlogbeat', guesses.join('\n'))).status).toBe(200)
  await here.until(july('06', '10:00'))
  for (const day of ['07', '08', '09']) await here.until(july(day, '10:00'))
  const [alert] = await here.alerts('&rule=ACC-11a')
  expect(alert).toMatchObject({ entity: { value: 'an.nv@tinh' } })
  await here.product.close()

  const restore = await spoil(folder, july('06', '09:00'), july('06', '09:10'))
  // pc-02 is An's own, as is entered now: with the logs at hand nobody's password would have been guessed.
  writeRegisters(folder, machines('p-an'))
  const damaged = await openHere(folder, july('09', '11:00'))
  await damaged.product.watch.look()
  await damaged.until(july('09', '11:10'))
  const [kept] = await damaged.alerts('&rule=ACC-11a')
  expect(kept).toMatchObject({
    id: alert!.id,
    unverifiable: { reason: { vi: expect.stringMatching(/bị hỏng trong kho lưu trữ/) } },
  })
  expect(kept).not.toHaveProperty('withdrawn')
  expect((await damaged.alert(alert!.id)).history.at(-1)).toHaveProperty('unverifiable')
  expect((await vonggac(['explain', '--alert', alert!.id, '--config', folder])).out).toContain('Không thể đánh giá lại')
  await damaged.product.close()

  restore()
  const whole = await openHere(folder, july('09', '12:00'))
  await whole.until(july('09', '12:10'))
  expect(await whole.alerts('&rule=ACC-11a')).toMatchObject([{ id: alert!.id, withdrawn: {} }])
  writeRegisters(folder, machines('p-bich'))
  await whole.product.watch.look()
  await whole.until(july('09', '12:20'))
  const [again] = await whole.alerts('&rule=ACC-11a')
  expect(again).toMatchObject({ id: alert!.id })
  for (const mark of ['withdrawn', 'unverifiable']) expect(again).not.toHaveProperty(mark)
})
