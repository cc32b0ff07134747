import { freshFolder } from '../folder.ts'
import { median } from '../measure.ts'
import type { Measured, Scenario } from '../scenario.ts'

/** How long a start takes when the state and the alerts of a year are there. */
export const scenario: Scenario = {
  name: 'year',
  section: 'B. Vọng Gác',
  title: 'Start with the state of a year of a small province (quick: of a month)',
  async run(context) {
    const folder = await context.dataset('month')
    const home = freshFolder(context.scratch)
    const days = context.quick ? 31 : 365
    const { events, extra = {} } = await context.job('year', { folder, home: home.folder, days })
    const starts: Measured[] = []
    for (let i = 0; i < 3; i++) starts.push(await context.job('start', { folder, home: home.folder }, { heap: 0 }))
    home.remove()
    const { states = 0, stateBytes = 0, alerts = 0 } = extra
    return [
      {
        what: `start after ${days} days`,
        value: median(starts.map(({ wall }) => wall)),
        unit: 'ms',
        rss: Math.max(...starts.map(({ rss }) => rss)),
        rounds: starts.length,
        note: `${events} lines left ${states} entries of state (${Math.round(stateBytes / 1024)} KiB) and ${alerts} revisions of alerts; late lines were left out; the log itself is short, a start reads its end alone`,
      },
    ]
  },
}
