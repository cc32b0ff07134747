import type { Level } from '../../../kernel/alert.ts'
import {
  alertDays,
  alertsIn,
  altogether,
  type Expectation,
  type Expectations,
  type Expected,
  grouped,
  type Period,
  type Variables,
  type View,
} from '../plain.ts'
import type { Seeded } from '../world/alerts.ts'

type Only = NonNullable<Parameters<typeof alertsIn>[2]>

export const LEVELS: readonly (readonly [Level, string])[] = [
  ['serious', 'Nghiêm trọng'],
  ['high', 'Cao'],
  ['medium', 'Trung bình'],
  ['low', 'Thấp'],
]

export const ofLevel =
  (level: Level) =>
  ({ alert }: Seeded): boolean =>
    alert.level === level
export const isViolation = ({ alert }: Seeded): boolean => alert.clause.standing === 'violation'
export const every =
  (...conditions: readonly ((one: Seeded) => boolean)[]) =>
  (one: Seeded): boolean =>
    conditions.every((condition) => condition(one))

/** Panels of one number each, by level. */
export const byLevel = (
  called: string,
  variables: Variables,
  { only = () => true, ...rest }: Only = {},
): Expectations =>
  Object.fromEntries(
    LEVELS.map(([level, name]): [string, Expectation] => [
      `${name}: ${called}`,
      (view) => [altogether(alertsIn(view, variables, { ...rest, only: every(ofLevel(level), only) }), 'alert')],
    ]),
  )

/** Four curves of days. */
export const daysByLevel =
  (variables: Variables, only: (one: Seeded) => boolean = () => true): Expectation =>
  (view) =>
    LEVELS.map(([level]) => alertDays(alertsIn(view, variables, { only: every(ofLevel(level), only) })))

export const rankedClauses = (
  view: View,
  variables: Variables,
  only: (one: Seeded) => boolean,
  period: Period = 'range',
): readonly Expected[] => [
  grouped(alertsIn(view, variables, { only, period }), ({ alert: { clause } }) => `${clause.id} | ${clause.title.vi}`),
]

export const rankedUnits = (
  view: View,
  variables: Variables,
  only: (one: Seeded) => boolean = () => true,
  period: Period = 'range',
): readonly Expected[] => [
  grouped(alertsIn(view, variables, { only, period }), ({ alert: { subject } }) =>
    subject.unit ? `${subject.unit.id} | ${subject.unit.name}` : 'không rõ | Không rõ đơn vị',
  ),
]

/** What lacks the value is left out. */
export const rankedThings = (all: readonly Seeded[], of: (one: Seeded) => string | undefined): readonly Expected[] => [
  grouped(
    all.filter((one) => of(one) !== undefined),
    (one) => of(one)!,
  ),
]
