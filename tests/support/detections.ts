import fc from 'fast-check'
import type { Detection } from '../../detectors/detection.ts'
import type { Rule } from '../../detectors/meta.ts'
import { absence, match } from '../../detectors/rule.ts'
import { type Level, levels } from '../../kernel/alert.ts'
import { foldDayStart, HOUR, SECOND } from '../../kernel/time.ts'
import { about, observe } from './kinds.ts'

/** 05:00 of a plain Monday: the first instant of its fold day. */
export const DAWN = foldDayStart('2026-03-02')

export const dayRule: Rule = match({ ...about, policy: {}, on: 'login', by: 'user' })
/** Waits for the same session's end. */
export const absenceRule: Rule = absence({
  ...about,
  policy: {},
  by: 'host',
  after: { on: 'login' },
  expect: { on: 'logout' },
  same: (after, expected) => 'session' in after && 'session' in expected && after.session === expected.session,
  due: (e) => e.at + HOUR,
  carriers: [],
})

const login = (id: string, at: number) =>
  observe(id, 'login', at, { user: 'an.nv', system: 'windows', ok: true, via: 'interactive', session: id })

const doubts = { a: { vi: 'ngờ a', en: 'doubt a' }, b: { vi: 'ngờ b', en: 'doubt b' } } as const

export type Told = {
  readonly id: string
  readonly at: number
  readonly level?: Level
  readonly doubts?: readonly (keyof typeof doubts)[]
  readonly late?: boolean
  readonly silencedBy?: string | undefined
  readonly rule?: Rule
  readonly entity?: string
  /** The person it names; else nobody but the entity. */
  readonly whom?: string | undefined
  /** When the event waited from was, of an absence; else the trigger is at `at`. */
  readonly since?: number
}

/** A detection of `entity` at `at` with just what the fold looks at. */
export const detection = ({ id, at, rule = dayRule, entity = 'an.nv', level = 'low', ...told }: Told): Detection => ({
  rule,
  entity,
  trigger: login(id, told.since ?? at),
  evidence: {
    id,
    at,
    level,
    events: [
      {
        id,
        at: told.since ?? at,
        received: at,
        source: 's',
        collector: 'c',
        digest: id,
        action: 'login',
        fields: { user: entity },
      },
    ],
    numbers: {},
    facts: [],
    say: { vi: `thấy ${id}`, en: `saw ${id}` },
  },
  subject: {
    ...(told.whom !== undefined && { person: { id: told.whom, name: told.whom } }),
    account: entity,
    machine: `machine of ${id}`,
  },
  clause: { id: 'TST-01', title: { vi: 'x', en: 'x' }, basis: [{ doc: 'PT' }], standing: 'violation' },
  doubts: (told.doubts ?? []).map((name) => doubts[name]),
  late: told.late ?? false,
  silenced:
    told.silencedBy === undefined ? undefined : { exception: told.silencedBy, document: `${told.silencedBy}/QĐ` },
  day: `day of ${id}`,
})

/** Different detections of one fold day. */
export const detections = (most: number): fc.Arbitrary<readonly Detection[]> =>
  fc
    .array(
      fc.record({
        at: fc.integer({ min: 0, max: 24 * 3_600 - 1 }).map((seconds) => DAWN + seconds * SECOND),
        level: fc.constantFrom(...levels),
        doubts: fc.subarray(['a', 'b'] as const),
        late: fc.boolean(),
        silencedBy: fc.constantFrom(undefined, 'nl-1', 'nl-2'),
      }),
      { minLength: 1, maxLength: most, size: 'max' },
    )
    .map((told) => told.map((one, i) => detection({ ...one, id: `e${i}` })))
