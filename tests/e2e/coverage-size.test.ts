import { expect, onTestFinished, test } from 'vitest'
import { type Cell, type Coverage, states } from '../../api/coverage/coverage.ts'
import { periodOf } from '../../api/reports/period.ts'
import { loadCatalogue } from '../../detectors/load.ts'
import { DAY, localTime } from '../../kernel/time.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { station } from '../support/serve.ts'

const UNITS = 150
const PERIOD = '2026-07-01'
const cellStates = states.filter((state) => state !== 'not-bound' && state !== 'no-rule')

/** A province of 150 units and every clause of the catalogue: of each cell some state, always the same one. */
const province = (): Coverage => {
  const clauses = [...loadCatalogue().values()]
  const period = periodOf(PERIOD)!
  const share = { heard: 1, of: 2 }
  const cellOf = (clause: string, i: number): Cell => ({
    ...{ clause, state: cellStates[i % cellStates.length]!, alerts: 0, violations: 0, whole: false, lacks: [] },
    ...{ days: share, machines: share, people: share, machineDays: 1, taken: 0 },
  })
  return {
    ...{ schema: 1, period, judgedTo: period.to, days: [PERIOD], sample: false, unwatched: 0 },
    units: Array.from({ length: UNITS }, (_, u) => ({
      ...{
        id: `xa-${u}`,
        name: `UBND xã Mẫu ${u}`,
        path: ['tinh', `xa-${u}`],
        machines: 60,
        people: 130,
        days: 1,
        notBound: [],
      },
      cells: clauses.map(({ id }, c) => cellOf(id, u + c)),
    })),
    clauses: clauses.map(({ id, vi }) => ({ id, title: vi, rules: [id], witness: [], texts: [], elsewhere: 0 })),
  }
}

test.runIf(hasBrowser())('the page of coverage at the size of a province', { timeout: 240_000 }, async () => {
  const coverage = province()
  const at = localTime('2026-07-03', '08:00')
  const here = await station([], {
    clock: { now: () => at },
    coverage: {
      of: async () => ({ at: at - DAY, coverage }),
      standing: () => ({ waiting: false }),
      make: () => undefined,
    },
  })
  onTestFinished(here.close)
  const url = await here.app.listen({ port: 0, host: '127.0.0.1' })
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.setViewportSize({ width: 1366, height: 900 })
  page.setDefaultTimeout(120_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))

  await page.goto(`${url}/do-phu`)
  const rows = page.locator('.matrix tbody tr')
  await rows.nth(UNITS - 1).waitFor({ state: 'attached' })
  expect(await page.getByRole('gridcell').count()).toBe(UNITS * coverage.clauses.length)
  // The last cell of the last unit is reached by keyboard and opens.
  const last = coverage.clauses.at(-1)!
  const corner = page.getByRole('gridcell', { name: new RegExp(`^UBND xã Mẫu ${UNITS - 1}, ${last.id}: `) })
  await corner.scrollIntoViewIfNeeded()
  await corner.click()
  await page.getByLabel('Chi tiết ô').getByText('1 / 2').first().waitFor()
  if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: `${process.env['SHOTS']}/coverage-size.png` })
  // What is looked for is all that is left.
  await page.getByLabel('Quy định có chứa').fill(last.id)
  await page.waitForFunction(() => document.querySelectorAll('[role=gridcell]').length < 1000)
  expect(await page.getByRole('gridcell').count()).toBe(UNITS)
  expect(complaints).toEqual([])
})
