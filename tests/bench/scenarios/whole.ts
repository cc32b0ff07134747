import { compare, type Side } from '../compare.ts'
import type { Row, Scenario } from '../scenario.ts'
import { canPin } from '../spawn.ts'

const ONE = 'whole path, one core, lines of ~780 bytes'
const LIMIT = 'parse limit, one core, lines of ~780 bytes'
const LIMIT_FULL = 'parse limit, one core, lines of ~2.6 kB'
const FULL = 'whole path, one core, lines of ~2.6 kB'
const TWO = 'whole path, two cores, lines of ~780 bytes'
const RELAY = 'whole path, one core, lines of ~780 bytes, gathered by one relay'
const TWO_RELAY = 'whole path, two cores, lines of ~780 bytes, gathered by one relay'
const TWO_FULL = 'whole path, two cores, lines of ~2.6 kB'
const UNSYNCED = 'whole path, two cores, lines of ~780 bytes, no fsync'
const STREWN = 'whole path, two cores, ~780 bytes, every tenth line twice, one host in twenty six hours late'
const WORKER = 'whole path, two cores, lines of ~780 bytes, gathered by one relay, one ingest worker'
const WORKERS = 'whole path, two cores, lines of ~780 bytes, gathered by one relay, two ingest workers'

/** Lines → intake → log with fsync → detection → archive → store; ends when all is committed. */
export const scenario: Scenario = {
  name: 'whole',
  section: 'B. Vọng Gác',
  title: 'The whole path: intake, log with fsync, detection, archive, store',
  async run(context) {
    const { quick, scratch } = context
    const [trimmed, full] = [await context.dataset('trimmed'), await context.dataset('full')]
    const pins = canPin()
    if (!pins) context.say('    taskset is not here: nothing is tied to one core')
    const whole = (what: string, params: object, more: Partial<Side> = {}): Side => ({
      what,
      job: 'whole',
      params: { folder: trimmed, scratch, ...params },
      ...more,
    })
    const pinned = { options: { cores: '0' } }
    const sides: readonly Side[] = [
      ...(pins
        ? [
            { what: LIMIT, job: 'lines', params: { folder: trimmed, what: 'parse' }, ...pinned },
            { what: LIMIT_FULL, job: 'lines', params: { folder: full, what: 'parse' }, ...pinned },
            whole(
              ONE,
              {},
              { ...pinned, against: LIMIT, note: 'each machine hands in by itself, some lines at a time' },
            ),
            whole(
              RELAY,
              { senders: 'relay' },
              { ...pinned, against: LIMIT, aim: { of: 'value', is: 'least', bound: 80_000 } },
            ),
            whole(
              FULL,
              { folder: full },
              { ...pinned, against: LIMIT_FULL, aim: { of: 'value', is: 'least', bound: 30_000 } },
            ),
          ]
        : []),
      whole(TWO, {}, pins ? { against: ONE } : {}),
      whole(TWO_RELAY, { senders: 'relay' }, pins ? { against: RELAY } : {}),
      ...(quick
        ? []
        : [
            whole(TWO_FULL, { folder: full }, pins ? { against: FULL } : {}),
            whole(STREWN, { arrival: 'strewn' }, { against: TWO }),
          ]),
      whole(UNSYNCED, { sync: false }),
      whole(WORKER, { senders: 'relay', config: { intake: { workers: 1 } } }, { against: TWO_RELAY }),
      whole(
        WORKERS,
        { senders: 'relay', config: { intake: { workers: 2 } } },
        {
          against: TWO_RELAY,
          aim: { of: 'ratio', is: 'least', bound: 1.35 },
          note: 'against no worker at all: one thread reads, detects and stores; the machine has the cores named above for all threads',
        },
      ),
    ]
    const { rows, extra, middle } = await compare(context, sides, quick ? 1 : context.rounds)
    const acknowledged = (what: string): number =>
      (middle(what, ({ events }) => events) / extra(what, 'acknowledged')) * 1000
    const ack: Row = {
      what: 'acknowledged after fsync, against without',
      value: acknowledged(TWO),
      unit: 'events/s',
      ratio: { to: UNSYNCED, wall: acknowledged(TWO) / acknowledged(UNSYNCED) },
      aim: { of: 'ratio', is: 'least', bound: 0.7 },
    }
    const stored = (what: string): readonly Row[] =>
      ['bus', 'archive', 'sqlite'].map((where) => ({
        what: `stored of it in ${where}: ${what}`,
        value: extra(what, where) / middle(what, ({ events }) => events),
        unit: 'bytes/event',
      }))
    return [
      ...rows,
      ...(pins ? [] : [none(ONE), none(RELAY), none(FULL)]),
      ack,
      ...stored(TWO),
      ...(quick ? [] : stored(TWO_FULL)),
    ]
  },
}

const none = (what: string): Row => ({
  ...{ what, value: Number.NaN, unit: 'events/s', note: 'taskset is not on this machine' },
})
