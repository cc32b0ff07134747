import { levels } from '../../kernel/alert.ts'
import type { ByLevel, Count, Figures, UnitFigures } from './figures.ts'
import { isDeaf, zeroIn, zeroOf } from './zeros.ts'

/** A zero that rests on nothing heard is no number. */
const heardOf = (count: Count): Count => (count === 0 ? null : count)

const heardByLevel = (by: ByLevel): ByLevel => ({
  low: heardOf(by.low),
  medium: heardOf(by.medium),
  high: heardOf(by.high),
  serious: heardOf(by.serious),
})

const ofUnit = (unit: UnitFigures, figures: Figures): UnitFigures =>
  unit.state === 'silent' || unit.state === 'no-source'
    ? {
        ...unit,
        levels: heardByLevel(unit.levels),
        alerts: heardOf(unit.alerts),
        personDays: heardOf(unit.personDays),
      }
    : { ...unit, zero: zeroIn(figures, unit.state) }

/** The numbers with null for every zero that nobody could have seen otherwise, and what the others mean: whoever reads them as data must not take it for none. */
export const withUnknown = (figures: Figures): Figures => {
  const units = figures.units.map((unit) => ofUnit(unit, figures))
  if (!isDeaf(figures)) return { ...figures, units, zero: zeroOf(figures) }
  const of = ({ alerts, violations, signs, silenced }: Figures['levels']['low']): Figures['levels']['low'] => ({
    alerts: heardOf(alerts),
    violations: heardOf(violations),
    signs: heardOf(signs),
    silenced: heardOf(silenced),
  })
  const { low, medium, high, serious } = figures.levels
  return {
    ...figures,
    units,
    deaf: figures.sources.length === 0 ? 'no-source' : 'silent',
    levels: { low: of(low), medium: of(medium), high: of(high), serious: of(serious) },
    personDays: heardOf(figures.personDays),
    days: figures.days.map(({ date, ...by }) => ({ date, ...heardByLevel(by) })),
  }
}

/** The sum of what is known; null where nothing is. */
export const sumOf = (counts: readonly Count[]): Count =>
  counts.every((count) => count === null) ? null : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)

/** All alerts of a period, of every level. */
export const totalOf = (figures: Pick<Figures, 'levels'>): Count =>
  sumOf(levels.map((level) => figures.levels[level].alerts))
