import { type Duration, ms, saySpan } from '../kernel/time.ts'
import type { LogEvent, Policy, Rule } from './meta.ts'

/** What a unit changed: its own numbers for a rule, and the document that lets it. */
export type Override = { readonly unit: string; readonly rule: string; readonly set: Policy; readonly basis: string }

/** A rule's numbers for an event: the nearest unit of its tree that overrides them, else the rule's own. */
export const policyFor = (rule: Rule, overrides: readonly Override[]): ((event: LogEvent) => Policy) => {
  const own = new Map(overrides.filter((o) => o.rule === rule.id).map((o) => [o.unit, { ...rule.policy, ...o.set }]))
  if (own.size === 0) return () => rule.policy
  return (event) => {
    const unit = event.facts.unit?.path.findLast((id) => own.has(id))
    return unit === undefined ? rule.policy : own.get(unit)!
  }
}

/** Every policy a rule can have under these overrides: its own first. */
export const policiesOf = (rule: Rule, overrides: readonly Override[]): readonly Policy[] => [
  rule.policy,
  ...overrides.filter((o) => o.rule === rule.id).map(({ set }) => ({ ...rule.policy, ...set })),
]

const SPAN = /^\d+[smhd]$/
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

/** A span as policies write it. */
export const isSpan = (value: unknown): value is Duration => typeof value === 'string' && SPAN.test(value)

/** The form of a value, as a clerk would call it. */
const formOf = (value: unknown): string => {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && value >= 0 ? 'số nguyên' : 'số âm, lẻ hoặc vô hạn'
  if (typeof value === 'boolean') return 'true hoặc false'
  if (Array.isArray(value)) return 'danh sách'
  if (typeof value !== 'string') return 'giá trị khác'
  return isSpan(value) ? 'khoảng thời gian (như 10m, 8h, 3d)' : CLOCK.test(value) ? 'giờ trong ngày (như 17:30)' : 'chữ'
}

/** A rule that counts to nothing, or within no time, finds nobody: that is switching it off, which is said otherwise. */
const isNothing = (name: string, value: unknown): boolean =>
  (name === 'count' && value === 0) || (name === 'within' && isSpan(value) && ms(value) === 0)

/** What is wrong with the overrides, in Vietnamese; an unknown rule, number or type stops the start. */
export const checkOverrides = (rules: readonly Rule[], overrides: readonly Override[]): readonly string[] =>
  overrides.flatMap(({ unit, rule: id, set }) => {
    const rule = rules.find((r) => r.id === id)
    if (!rule) return [`policy: đơn vị «${unit}»: không có luật «${id}»`]
    return Object.entries(set).flatMap(([name, value]) => {
      const usual = rule.policy[name]
      if (usual === undefined)
        return [
          `policy: luật «${id}» không có tham số «${name}» (có: ${Object.keys(rule.policy).join(', ') || 'không tham số nào'})`,
        ]
      const [wanted, given] = [formOf(usual), formOf(value)]
      if (wanted !== given)
        return [`policy: luật «${id}», tham số «${name}»: cần ${wanted}, nhận ${given}: «${String(value)}»`]
      if (isNothing(name, value))
        return [
          `policy: đơn vị «${unit}», luật «${id}», tham số «${name}»: cần lớn hơn 0, nhận «${String(value)}»; với số này luật không xét ai`,
        ]
      // Every span of an absence puts its deadline off; past the bound it would judge nobody.
      if (rule.kind === 'absence' && rule.atMost !== undefined && isSpan(value) && ms(value) > ms(rule.atMost))
        return [
          `policy: đơn vị «${unit}», luật «${id}», tham số «${name}»: «${value}» dài hơn ${saySpan(ms(rule.atMost)).vi}, là hạn chờ dài nhất của luật; với số này luật không xét ai`,
        ]
      return []
    })
  })
