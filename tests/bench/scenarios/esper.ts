import { join } from 'node:path'
import { median } from '../measure.ts'
import { buildEsper, runEsper } from '../peers/esper.ts'
import { exportWork } from '../peers/export.ts'
import { COMPARED } from '../peers/rules.ts'
import type { Measured, Row, Scenario } from '../scenario.ts'

const OURS = `our engine, ${COMPARED.length} rules`
const THEIRS = `Esper 9.0.0, the same ${COMPARED.length} rules in EPL`

/** Esper on the same work: the same rules over the same events, both in memory before the clock starts, one cold pass each, in turns. */
export const scenario: Scenario = {
  name: 'esper',
  section: 'C. Peers',
  title: 'Engine only, against Esper',
  async run(context) {
    const built = await buildEsper(join(context.scratch, 'esper'))
    if (!built.ok) {
      context.say(`    ${built.why}`)
      return [{ what: THEIRS, value: Number.NaN, unit: 'events/s', note: built.why }]
    }
    const folder = await context.dataset('month')
    const work = join(context.scratch, 'esper', 'work')
    await exportWork(folder, work)
    const [ours, theirs]: [Measured[], Measured[]] = [[], []]
    for (let round = 1; round <= context.rounds; round++) {
      ours.push(await context.job('subset', { folder, work }))
      theirs.push(await runEsper(built.classPath, work))
      context.say(`    round ${round} is done`)
    }
    const rate = (all: readonly Measured[]): number => median(all.map(({ events, wall }) => (events / wall) * 1000))
    const cpu = (all: readonly Measured[]): number => median(all.map(({ events, cpu }) => (events / cpu) * 1000))
    const row = (what: string, all: readonly Measured[]): Row => ({
      ...{ what, value: rate(all), unit: 'events/s', perCpu: cpu(all), rounds: all.length },
      rss: Math.max(...all.map(({ rss }) => rss)),
    })
    return [
      row(THEIRS, theirs),
      {
        ...row(OURS, ours),
        ratio: { to: THEIRS, wall: rate(ours) / rate(theirs), cpu: cpu(ours) / cpu(theirs) },
        aim: { of: 'ratio', is: 'least', bound: 1.5 },
        note: 'ours also folds detections into alerts with evidence and explanation, keeps an archive and registers of sessions and presence; Esper counts',
      },
      ...COMPARED.map((rule) => counted(rule, ours[0]?.extra ?? {}, theirs[0]?.extra ?? {})),
    ]
  },
}

const counted = (
  rule: string,
  ours: Readonly<Record<string, number>>,
  theirs: Readonly<Record<string, number>>,
): Row => {
  const [we, they] = [ours[rule] ?? 0, theirs[rule] ?? 0]
  return {
    what: `${rule}: detections, ours`,
    value: we,
    unit: 'count',
    note: we === they ? `Esper ${they}: equal` : `Esper ${they}: DIFFERENT`,
  }
}
