import { actions } from '../../kernel/event.ts'
import type { Text } from '../../kernel/text.ts'
import type { Catalogue } from '../catalogue.ts'
import { partsOf } from '../explain.ts'
import { actionsOf } from '../machine.ts'
import type { Rule, Selector } from '../meta.ts'

/** What a kind says beside the policy’s numbers. */
const counted: Readonly<Record<Rule['kind'], readonly string[]>> = {
  match: [],
  threshold: ['before'],
  volume: ['sum'],
  distinct: ['values'],
  sequence: ['before'],
  absence: ['due', 'waited', 'missing'],
}
/** What every sentence may name: `slotsOf` has a word for each of them, known or not. */
const ALWAYS = ['host', 'ip', 'system', 'person', 'unit', 'time', 'until', 'times', 'hours']

/** What a finding of the rule is about. */
export const triggerOf = (rule: Rule): Selector => {
  switch (rule.kind) {
    case 'match':
    case 'threshold':
    case 'volume':
      return rule
    case 'distinct':
      return rule.upon ?? rule
    case 'sequence':
      return rule.steps.at(-1)!
    case 'absence':
      return rule.after
    default:
      throw new Error(`no such kind: ${String(rule satisfies never)}`)
  }
}

const slots = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort()

const both = (where: string, { vi, en }: Text): (readonly [string, string])[] => [
  [`${where}.vi`, vi],
  [`${where}.en`, en],
]

/** The names in its sentence that nothing would fill. */
const unfilled = (rule: Rule): readonly string[] => {
  const known = new Set([...ALWAYS, ...Object.keys(rule.policy), ...counted[rule.kind]])
  const told = actionsOf(triggerOf(rule)).map((action) => new Set(Object.keys(actions[action].shape)))
  return slots(rule.say.vi).filter((name) => !known.has(name) && !told.every((fields) => fields.has(name)))
}

/** What the form of a rule lacks, one sentence in Vietnamese each; its cases are not played. */
export const written = (rule: Rule, catalogue: Catalogue): readonly string[] => {
  const { id, say, cases } = rule
  const clause = catalogue.get(rule.clause)
  const all = [...Object.values(cases.fires), ...Object.values(cases.quiet)]
  const days = all.flatMap((example) => ('on' in example && example.on ? [new Date(example.on).getUTCDay()] : []))
  const faults: readonly (readonly [boolean, string])[] = [
    [!clause, `điều khoản ${rule.clause} không có trong danh mục`],
    [
      id.replace(/[a-e]$/, '') !== rule.clause,
      `mã luật phải là mã điều khoản ${rule.clause}, thêm a–e nếu có nhiều luật`,
    ],
    [Object.keys(cases.fires).length === 0, 'không có ca nào phải báo (fires)'],
    [Object.keys(cases.quiet).length === 0, 'không có ca nào phải im (quiet)'],
    [slots(say.vi).join() !== slots(say.en).join(), 'hai câu tiếng Việt và tiếng Anh nêu số liệu khác nhau'],
    [
      clause?.kind === 'calendar' && !days.some((day) => day === 0 || day === 6),
      'luật theo lịch làm việc phải có ca vào thứ Bảy hoặc Chủ nhật',
    ],
    [
      clause?.kind === 'calendar' && !all.some((example) => 'beats' in example && example.with?.roster),
      'luật theo lịch làm việc phải có ca với lịch trực, làm thêm hoặc công tác',
    ],
  ]
  const isPlain = (text: string): boolean => text !== '' && text === text.normalize('NFC').trim().replace(/ {2,}/g, ' ')
  const conditions = partsOf(rule).flatMap(({ selector }) => [...(selector.sought ?? []), ...(selector.excused ?? [])])
  const texts: readonly (readonly [where: string, text: string])[] = [
    ...(['title', 'say', 'respond'] as const).flatMap((field) => both(field, rule[field])),
    ...conditions.flatMap((condition) => both('điều kiện', condition)),
    ...[...Object.keys(cases.fires), ...Object.keys(cases.quiet)].map((name) => ['tên ca', name] as const),
  ]
  return [
    ...faults.flatMap(([isSo, sentence]) => (isSo ? [sentence] : [])),
    ...unfilled(rule).map((name) => `không có gì điền vào {${name}}`),
    ...texts.flatMap(([where, text]) =>
      isPlain(text) ? [] : [`${where}: «${text}» còn trống, thừa dấu cách hoặc chưa ở dạng NFC`],
    ),
  ]
}
