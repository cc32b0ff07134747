import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { PolicyValue, Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'
import { coded } from '../../kernel/errors.ts'
import { addDays, localDate, localTime } from '../../kernel/time.ts'
import { Config } from '../config.ts'
import { instantOf } from './instant.ts'

/** What the caller of a command did wrong. */
export const wrong = (text: string): Error => coded('BAD_ARGUMENT', text)

/** Of the same unit and rule: the one stands in place of the other. */
export const isSame = (a: Override, b: Override): boolean => a.unit === b.unit && a.rule === b.rule

/** What a unit sets already, with what is tried. */
export const merged = (
  policy: readonly Override[],
  rule: Rule,
  unit: string,
  set: Override['set'],
  basis: string,
): Override => {
  const own = policy.findLast((one) => one.unit === unit && one.rule === rule.id)
  return { unit, rule: rule.id, set: { ...own?.set, ...set }, basis }
}

/** `count=4` as the rule's own number of that name would be written. */
export const setOf = ({ id, policy }: Rule, texts: readonly string[]): Override['set'] =>
  Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
      if (name === undefined || value === undefined) throw wrong(`--set: cần TÊN=GIÁ_TRỊ, nhận «${text}»`)
      const usual = policy[name]
      if (usual === undefined)
        throw wrong(
          `luật «${id}» không có tham số «${name}» (có: ${Object.keys(policy).join(', ') || 'không tham số nào'})`,
        )
      return [name, valueIn(value, usual)]
    }),
  )

const valueIn = (text: string, usual: PolicyValue): PolicyValue => {
  if (typeof usual === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (typeof usual === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if (Array.isArray(usual)) return text.split(',').map((part) => part.trim())
  return text
}

/** `policy` of a configuration file. */
export const policyIn = (file: string): readonly Override[] => {
  if (!existsSync(file)) throw wrong(`không có tệp «${file}»`)
  const content: unknown = parse(readFileSync(file, 'utf8'))
  const parsed = Config.shape.policy.safeParse((content as { policy?: unknown } | null)?.policy)
  if (!parsed.success)
    throw coded(
      'CONFIG_INVALID',
      `${file}: ${parsed.error.issues.map(({ path, message }) => `policy.${path.join('.')}: ${message}`).join('\n')}`,
    )
  return parsed.data
}

/** The bounds, a day alone as a whole day, up to where the logs have been processed. */
export const spanOf = (from: string | undefined, to: string | undefined, watermark: number) => {
  const end = Math.min(to === undefined ? watermark : instantOf(to, 'to'), watermark)
  const start = from === undefined ? localTime(addDays(localDate(end), -30), '00:00') : instantOf(from, 'from')
  if (start > end) throw wrong('khoảng thời gian rỗng: --from sau --to, hoặc sau lúc nhật ký đã xử lý đến')
  return { from: start, to: end }
}
