import { expect, test } from 'vitest'
import { HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { anything, heartbeat, shutDown } from '../support/lines.ts'
import { openHere } from '../support/product.ts'

const PIPELINES = {
  'pipelines.csv': 'trạm thu,nguồn,đơn vị,nhịp\nc-win,winlogbeat,tinh,30m\nc-bkav,bkav,tinh,30m\n',
}
const START = localTime('2026-07-06', '08:00')
const at = (clock: string): number => localTime('2026-07-06', clock)
const hosts = ['pc-01', 'pc-02', 'pc-03']

/** A day of three machines: what each of them and its agent sends, every ten minutes, while the predicates say that it does. */
type Day = {
  readonly on?: (host: string, now: number) => boolean
  readonly agent?: (host: string, now: number) => boolean
  /** Lines at their moments, once. */
  readonly also?: Readonly<Record<number, string>>
}

const live = async ({ on = () => true, agent = () => true, also = {} }: Day, until: number) => {
  const here = await openHere(writeConfig(temporaryFolder(), {}, PIPELINES), START)
  let record = 0
  for (let now = START + 10 * MINUTE; now <= until; now += 10 * MINUTE) {
    const said = hosts.filter((host) => on(host, now)).map((host) => anything(now - MINUTE, host, ++record))
    const extra = also[now]
    const beats = hosts.filter((host) => on(host, now) && agent(host, now)).map((host) => heartbeat(now - MINUTE, host))
    await here.until(now)
    const windows = [...said, ...(extra === undefined ? [] : [extra])]
    if (windows.length > 0) expect((await here.post('c-win', 'winlogbeat', windows.join('\n'))).status).toBe(200)
    if (beats.length > 0) expect((await here.post('c-bkav', 'bkav', beats.join('\n'))).status).toBe(200)
  }
  await here.until(until + 10 * MINUTE)
  return here
}

test('a collector that stops is one silent source, and accuses no machine', async () => {
  const here = await live({ agent: (_, now) => now < at('10:00') }, at('18:00'))
  expect(await here.alerts('&rule=EPP-01')).toEqual([])
  const silent = await here.alerts('&rule=SRC-01')
  expect(silent).toMatchObject([{ entity: { value: 'c-bkav/bkav' } }])
  expect(await here.alerts()).toHaveLength(1)
  const health = await here.health()
  expect(health.findings.map(({ code }) => code)).toEqual(['SOURCE_SILENT'])
})

test('one agent that stops while its machine goes on is one alert after the grace, and ends when the agent is back', async () => {
  const back = at('16:00')
  const agent = (host: string, now: number): boolean => host !== 'pc-02' || now < at('10:00') || now >= back
  const here = await live({ agent }, at('18:00'))
  const found = await here.alerts()
  expect(found).toMatchObject([{ rule: { id: 'EPP-01' }, entity: { value: 'pc-02' }, ended: back - MINUTE }])
  expect(found[0]).not.toHaveProperty('withdrawn')
  // The last heartbeat was at 09:49; the grace is four hours.
  expect(found[0]!.first).toBe(at('09:49') + 4 * HOUR)
})

test.each<[string, Day]>([
  [
    'and said so',
    {
      on: (host, now) => host !== 'pc-03' || now < at('10:00'),
      also: { [at('10:00')]: shutDown(at('09:55'), 'pc-03', 9_999) },
    },
  ],
  ['at the plug', { on: (host, now) => host !== 'pc-03' || now < at('10:00') }],
  ['over lunch', { on: (host, now) => host !== 'pc-03' || now < at('11:00') || now > at('14:00') }],
])('a machine that is switched off raises nothing: %s', async (_, day) => {
  const here = await live(day, at('18:00'))
  expect(await here.alerts()).toEqual([])
})

test('while the product itself was down no source was silent', async () => {
  const folder = writeConfig(temporaryFolder(), {}, PIPELINES)
  const before = await openHere(folder, START)
  await before.until(at('08:10'))
  await before.post('c-bkav', 'bkav', heartbeat(at('08:09'), 'pc-01'))
  await before.post('c-win', 'winlogbeat', anything(at('08:09'), 'pc-01', 1))
  await before.until(at('08:20'))
  await before.product.close()

  const after = await openHere(folder, at('12:00'))
  await after.until(at('12:01'))
  await after.post('c-bkav', 'bkav', heartbeat(at('12:00'), 'pc-01'))
  await after.post('c-win', 'winlogbeat', anything(at('12:00'), 'pc-01', 2))
  await after.until(at('12:20'))
  expect(await after.alerts()).toEqual([])
})

test('a source that was silent before the product went down stays silent until it delivers', async () => {
  const folder = writeConfig(temporaryFolder(), {}, PIPELINES)
  const before = await openHere(folder, START)
  await before.until(at('08:10'))
  await before.post('c-bkav', 'bkav', heartbeat(at('08:09'), 'pc-01'))
  await before.until(at('09:00'))
  const [silent] = await before.alerts()
  expect(silent).toMatchObject({ rule: { id: 'SRC-01' }, entity: { value: 'c-bkav/bkav' } })
  await before.product.close()

  const after = await openHere(folder, at('12:00'))
  await after.until(at('14:00'))
  // c-win never spoke: that is coverage, told by health, and no alert.
  expect(await after.alerts()).toMatchObject([{ id: silent!.id }])
  expect((await after.alerts())[0]).not.toHaveProperty('ended')
  expect((await after.health()).findings.map(({ code }) => code).sort()).toEqual(['SOURCE_NEVER', 'SOURCE_SILENT'])
  await after.post('c-bkav', 'bkav', heartbeat(at('13:59'), 'pc-01'))
  await after.until(at('14:10'))
  expect(await after.alerts()).toMatchObject([{ id: silent!.id, ended: at('14:00') }])
})

test('a source that fell silent is found, however often the product is started meanwhile', async () => {
  const folder = writeConfig(temporaryFolder(), {}, PIPELINES)
  let here = await openHere(folder, START)
  await here.until(at('08:10'))
  await here.post('c-bkav', 'bkav', heartbeat(at('08:09'), 'pc-01'))
  for (const [down, up] of [
    ['08:30', '08:31'],
    ['08:50', '08:51'],
    ['09:10', '09:11'],
  ] as const) {
    await here.until(at(down))
    await here.product.close()
    here = await openHere(folder, at(up))
  }
  await here.until(at('09:15'))
  expect(await here.alerts()).toEqual([])
  // Twice its rhythm, three minutes of our absence, and five after our return.
  await here.until(at('09:20'))
  expect(await here.alerts()).toMatchObject([
    { rule: { id: 'SRC-01' }, entity: { value: 'c-bkav/bkav' }, occurrences: 1 },
  ])
})

test('a source of working hours is not called silent at night or over the weekend', async () => {
  const friday = (clock: string): number => localTime('2026-07-10', clock)
  const monday = (clock: string): number => localTime('2026-07-13', clock)
  const registers = { 'pipelines.csv': 'trạm thu,nguồn,đơn vị,nhịp,thời gian\nc-bkav,bkav,tinh,1h,giờ làm việc\n' }
  const here = await openHere(writeConfig(temporaryFolder(), {}, registers), friday('16:00'))
  expect(await here.health()).toMatchObject({ status: 'ok', pipelines: [{ id: 'c-bkav/bkav', state: 'never' }] })
  await here.post('c-bkav', 'bkav', heartbeat(friday('15:59'), 'pc-01'))
  for (const calm of [friday('23:00'), friday('23:00') + 24 * HOUR, monday('07:20')]) {
    await here.until(calm)
    expect(await here.health()).toMatchObject({ status: 'ok', pipelines: [{ state: 'alive' }] })
  }
  await here.until(monday('10:30'))
  expect(await here.health()).toMatchObject({ status: 'degraded', findings: [{ code: 'SOURCE_SILENT' }] })
})
