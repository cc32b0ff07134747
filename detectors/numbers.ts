import { canonical } from '../kernel/canonical.ts'
import type { Directory } from '../kernel/directory/facts.ts'
import type { Text } from '../kernel/text.ts'
import { ms, saySpan } from '../kernel/time.ts'
import type { Policy, PolicyValue, Rule } from './meta.ts'
import { isSpan, type Override } from './policy.ts'

/** By which numbers a rule judges: its own, those that units set for themselves, and for an absence how late a log may be, ms. Plain JSON. */
export type Numbers = {
  readonly policy: Policy
  readonly set: readonly Override[]
  readonly lateness?: number
}

export const numbersOf = (rule: Rule, overrides: readonly Override[], lateness: number): Numbers => ({
  policy: rule.policy,
  set: overrides.filter((override) => override.rule === rule.id),
  ...(rule.kind === 'absence' && { lateness }),
})

/** So many changes are named, the others counted. */
const NAMED = 3
/** So long a list is written out, characters. */
const LONGEST_LIST = 60

/**
 * What tells two sets of numbers of one rule apart, by unit, option, value before and after and the document that lets it: what an analyst
 * is told of whom it takes an alert from. Nothing where they say the same. `unitOf`: the units as they stand now.
 */
export const changesOf = (
  rule: string,
  before: Numbers,
  now: Numbers,
  unitOf: (id: string) => ReturnType<Directory['units']['at']>,
): Text | undefined => {
  const units = [...new Set([...before.set, ...now.set].map(({ unit }) => unit))]
  const told = [
    ...differing(before.policy, now.policy).map((what) => lineOf({ vi: 'mặc định', en: 'default' }, what)),
    ...units.flatMap((id) => {
      const unit = unitOf(id)
      const path = unit?.path ?? [id]
      const [old, next] = [inForce(before, path), inForce(now, path)]
      const where = unit ? `${unit.name} (${id})` : id
      const document = documentOf(inForce(before, [id]).basis, inForce(now, [id]).basis)
      return differing(old.policy, next.policy).map((what) =>
        lineOf({ vi: `đơn vị ${where} và đơn vị trực thuộc`, en: `unit ${where} and those below it` }, what, document),
      )
    }),
    ...differing(latenessOf(before), latenessOf(now)).map((what) =>
      lineOf({ vi: 'cấu hình', en: 'configuration' }, what),
    ),
  ]
  if (told.length === 0) return undefined
  const [shown, more] = [told.slice(0, NAMED), told.length - NAMED]
  const list = (language: keyof Text): string => shown.map((text) => text[language]).join('; ')
  return {
    vi: `tham số của luật ${rule} đã thay đổi: ${list('vi')}${more > 0 ? ` và ${more} thay đổi khác` : ''}`,
    en: `numbers of rule ${rule} have changed: ${list('en')}${more > 0 ? ` and ${more} others` : ''}`,
  }
}

/** What a unit is judged by, and the document of its own that lets it: as `policyFor` finds it. */
const inForce = ({ policy, set }: Numbers, path: readonly string[]): { policy: Policy; basis?: string } => {
  const own = new Map(set.map((override) => [override.unit, override]))
  const override = own.get(path.findLast((id) => own.has(id)) ?? '')
  return override ? { policy: { ...policy, ...override.set }, basis: override.basis } : { policy }
}

const latenessOf = ({ lateness }: Numbers): Policy =>
  lateness === undefined ? {} : { lateness: `${lateness / 1_000}s` }

type Difference = {
  readonly name: string
  readonly from: PolicyValue | undefined
  readonly to: PolicyValue | undefined
}

const differing = (before: Policy, now: Policy): readonly Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((name) => {
    const [from, to] = [before[name], now[name]]
    return canonical(from) === canonical(to) ? [] : [{ name, from, to }]
  })

const documentOf = (before: string | undefined, now: string | undefined): Text => {
  if (now !== undefined) return { vi: ` theo ${now}`, en: ` by ${now}` }
  return before === undefined
    ? { vi: '', en: '' }
    : { vi: `, thôi mức riêng theo ${before}`, en: `, no longer its own by ${before}` }
}

const lineOf = (where: Text, { name, from, to }: Difference, document: Text = { vi: '', en: '' }): Text => ({
  vi: `${where.vi}, «${name}» ${say(from).vi} → ${say(to).vi}${document.vi}`,
  en: `${where.en}, «${name}» ${say(from).en} → ${say(to).en}${document.en}`,
})

const say = (value: PolicyValue | undefined): Text => {
  if (value === undefined) return { vi: 'chưa có', en: 'none' }
  if (typeof value === 'boolean') return value ? { vi: 'có', en: 'yes' } : { vi: 'không', en: 'no' }
  if (isSpan(value)) return saySpan(ms(value))
  const text = typeof value === 'object' ? value.join(' ') : String(value)
  const short = text.length > LONGEST_LIST ? `${text.slice(0, LONGEST_LIST)}…` : text
  return { vi: short, en: short }
}
