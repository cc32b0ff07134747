import type { Scenario } from '../scenario.ts'

const RATE = 50_000

/** Syslog over UDP, where nothing can hold a sender back. */
export const scenario: Scenario = {
  name: 'udp',
  section: 'B. Vọng Gác',
  title: 'Syslog over UDP at 50,000 datagrams a second',
  async run(context) {
    const seconds = context.quick ? 2 : 10
    const params = { folder: await context.dataset('district'), scratch: context.scratch, rate: RATE, seconds }
    const { extra = {}, rss } = await context.job('udp', params, { heap: 0 })
    const { sent = 0, stored = 0, took = Number.NaN, lost = 0, cpu = 0 } = extra
    const pace = `${sent} sent in ${(took / 1000).toFixed(1)} s`
    return [
      {
        what: `stored of ${RATE} datagrams a second, ${seconds} s`,
        value: (stored / sent) * 100,
        unit: '%',
        rss,
        aim: { of: 'value', is: 'least', bound: 100 },
        note: `${pace}, ${stored} stored, ${lost} dropped and counted by us, the rest by the kernel; CPU of the sender ${Math.round(cpu)} ms`,
      },
    ]
  },
}
