import type { CoverageField, StatusField } from '../../kernel/status-fields.ts'
import { asked, type Expected, grouped, type Variables, type View } from './plain.ts'

/* The same for what stands beside the alerts: samples of the product, and what could be judged. */

type Fields = Readonly<Partial<Record<StatusField | CoverageField, unknown>>>

const inUnits = (units: readonly string[] | undefined, fields: Fields): boolean => {
  const path = fields['vonggac.unit.path']
  return asked(units, Array.isArray(path) ? (path as string[]) : []) // the seed writes strings
}

/** Documents of a kind beside the alerts, within the board's range, as chosen. */
export const samplesIn = (
  { world, chosen, range }: View,
  where: 'current' | 'history' | 'coverage',
  dataset: string,
  variables: Variables = [],
): readonly Fields[] => {
  const all: readonly Fields[] = where === 'coverage' ? world.coverage : world[where].map(({ fields }) => fields)
  return all.filter((fields) => {
    const at = Date.parse(String(fields['@timestamp']))
    return (
      at >= range[0] &&
      at <= range[1] &&
      fields['event.dataset'] === `vonggac.${dataset}` &&
      (!variables.includes('units') || inUnits(chosen.units, fields)) &&
      (!variables.includes('unit') || inUnits([chosen.unit], fields)) &&
      (!variables.includes('clauses') || asked(chosen.clauses, [fields['vonggac.clause.id'] as string | undefined]))
    )
  })
}

export const numberOf = (fields: Fields, field: keyof Fields): number => Number(fields[field] ?? 0)
export const total = (all: readonly Fields[], field: keyof Fields): number =>
  all.reduce((sum, one) => sum + numberOf(one, field), 0)
export const largest = (all: readonly Fields[], field: keyof Fields): number =>
  Math.max(...all.map((one) => numberOf(one, field)))

/** Steps of time as a panel of the board's range cuts them. */
export const inSteps = (
  all: readonly Fields[],
  step: number,
  name: (one: Fields) => string,
  numbers: (group: readonly Fields[]) => readonly number[],
): Expected =>
  grouped(
    all,
    (one) => {
      const at = Date.parse(String(one['@timestamp']))
      return `${name(one)}${new Date(Math.floor(at / step) * step).toISOString()}`
    },
    numbers,
  )
