import { expect, test } from 'vitest'
import { HOUR, localTime, MINUTE, VN_OFFSET } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openHere } from '../support/product.ts'

const at = (clock: string): number => localTime('2026-07-06', clock)
const hosts = ['pc-01', 'pc-02', 'pc-03']
const PIPELINES = {
  'pipelines.csv': 'trạm thu,nguồn,đơn vị,nhịp\nc-win,nhat-ky,tinh,30m\nc-bkav,tac-tu,tinh,30m\n',
}

/** The console of the agents as a table; at first the mapping passes its signs of life over. */
const mapping = (whole: boolean) => ({
  ...{ title: { vi: 'Tác tử', en: 'Agents' }, assumed: false, format: 'csv', system: 'tac-tu' },
  header: ['lúc', 'máy', 'việc'],
  columns: { time: ['lúc'], host: ['máy'], action: ['việc'] },
  times: ['dd/MM/yyyy HH:mm:ss'],
  events: [
    { when: { action: 'bật' }, action: 'power.on' },
    ...(whole ? [{ when: { action: 'sống' }, action: 'heartbeat', fields: { agent: 'bkav' } }] : []),
  ],
})
/** What is done at the machines, of which no agent tells: Windows' own would count for its antivirus. */
const acts = {
  ...{ title: { vi: 'Việc trên máy', en: 'Acts' }, assumed: false, format: 'csv', system: 'windows', realm: 'tinh' },
  header: ['lúc', 'máy', 'ai'],
  columns: { time: ['lúc'], host: ['máy'], user: ['ai'] },
  times: ['dd/MM/yyyy HH:mm:ss'],
  events: [{ action: 'activity', fields: { what: 'process' } }],
}
const configured = (folder: string, whole: boolean): string =>
  writeConfig(
    folder,
    {
      sources: [
        { id: 'tac-tu', type: 'table', mapping: mapping(whole) },
        { id: 'nhat-ky', type: 'table', mapping: acts },
      ],
    },
    PIPELINES,
  )

const row = (time: number, host: string, cell: string): string => {
  const [date, clock] = new Date(time + VN_OFFSET).toISOString().split('T') as [string, string]
  return `${date.split('-').reverse().join('/')} ${clock.slice(0, 8)},${host},${cell}`
}

test('a mapping is added, the product started again, and a late log comes: nobody is accused of before, and whoever falls silent after that is', {
  timeout: 240_000,
}, async () => {
  const folder = configured(temporaryFolder(), false)
  let here = await openHere(folder, at('08:00'))
  /** All machines are in use until then, and their agents live, but for that of one from a time on. */
  const live = async (from: string, to: string, stops = Number.POSITIVE_INFINITY): Promise<void> => {
    for (let now = at(from) + 4 * MINUTE; now <= at(to); now += 10 * MINUTE) {
      const living = hosts.filter((host) => host !== 'pc-02' || now < stops)
      await here.until(now)
      const used = hosts.map((host) => row(now - MINUTE, host, 'an.nv')).join('\n')
      expect((await here.post('c-win', 'nhat-ky', used)).status).toBe(200)
      const signs = living.map((host) => row(now - MINUTE, host, 'sống')).join('\n')
      expect((await here.post('c-bkav', 'tac-tu', signs)).status).toBe(200)
    }
    await here.until(at(to) + 5 * MINUTE)
  }
  const unjudged = async () =>
    (await (await fetch(`${here.url}/api/v1/indeterminate`)).json()) as readonly Record<string, unknown>[]
  await live('08:00', '14:00')
  expect(await here.alerts()).toEqual([])
  await here.product.close()

  configured(folder, true)
  here = await openHere(folder, at('14:06'))
  await here.until(at('14:08'))
  expect((await here.post('c-win', 'nhat-ky', row(at('09:07'), 'pc-02', 'an.nv'))).status).toBe(200)
  await here.until(at('14:09'))
  expect(await here.alerts()).toEqual([])
  expect(await unjudged()).toContainEqual(
    expect.objectContaining({ rule: 'EPP-01', entity: 'pc-02', reason: 'no-carrier' }),
  )

  await live('14:10', '17:00', at('15:00'))
  await here.product.close()
  // Since when it is known outlives a start with nothing new.
  here = await openHere(folder, at('17:06'))
  await live('17:10', '20:00', at('15:00'))
  const found = await here.alerts()
  expect(found).toMatchObject([{ rule: { id: 'EPP-01' }, entity: { value: 'pc-02' } }])
  // The last sign was at 14:53; the grace is four hours.
  expect(found[0]!.first).toBe(at('14:53') + 4 * HOUR)
})
