import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type Action, actionNames, actions } from '../../../kernel/event.ts'
import type { TableMapping } from './mapping.ts'
import { type PreviewLine, preview } from './preview.ts'

const line = z.number().int().min(1)

/** What a line of a sample has to come to: an action with its fields, no row, or a refusal. Sentences are not compared: they may be reworded. */
export const Expected = z.union([
  z.strictObject({ line, read: z.enum(['heading', 'empty', 'note']) }),
  z.strictObject({ line, refused: z.enum(['malformed', 'schema', 'time']) }),
  z.strictObject({
    line,
    /** ISO 8601, UTC. */
    at: z.string(),
    action: z.enum(actionNames as [Action, ...Action[]]),
    fields: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])).default({}),
  }),
])
export type Expected = z.infer<typeof Expected>

/** The test of a mapping: lines, masked, and what each has to come to. */
export const MappingTest = z.strictObject({ sample: z.string().min(1), expect: z.array(Expected).min(1) })
export type MappingTest = z.infer<typeof MappingTest>

/** What a line came to, in the form in which it is expected of it from then on. */
const expectedOf = ({ line, observation, refused, read }: PreviewLine): Expected => {
  if (read) return { line, read }
  if (!observation) return { line, refused: refused === 'time' || refused === 'schema' ? refused : 'malformed' }
  const { at, action } = observation
  const told = observation as Readonly<Record<string, unknown>>
  const fields = Object.keys(actions[action].shape).flatMap((name) => {
    const value = told[name]
    return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? [[name, value]] : []
  })
  return { line, at: new Date(at).toISOString(), action, fields: Object.fromEntries(fields) }
}

/** What a mapping makes of a sample, to hold it to later. `zone` as in `preview`. */
export const expectationsOf = (mapping: TableMapping, sample: string, zone: string): readonly Expected[] =>
  preview(mapping, sample, zone).map(expectedOf)

/** What a mapping does otherwise than its test says: one Vietnamese sentence a line, none where it passes. */
export const failuresOf = (mapping: TableMapping, { sample, expect }: MappingTest, zone: string): readonly string[] => {
  const found = new Map(expectationsOf(mapping, sample, zone).map((one) => [one.line, one]))
  const wanted = new Map(expect.map((one) => [one.line, one]))
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .sort((a, b) => a - b)
    .filter((line) => !isDeepStrictEqual(found.get(line), wanted.get(line)))
    .map((line) => `dòng ${line} của mẫu phải thành ${say(wanted.get(line))}, nhưng thành ${say(found.get(line))}`)
}

const READ = { heading: '«dòng tiêu đề»', empty: '«dòng trống»', note: '«dòng ngoài bảng»' } as const

const say = (one: Expected | undefined): string => {
  if (!one) return '«không có gì»'
  if ('read' in one) return READ[one.read]
  if ('refused' in one) return `«không đọc được: ${one.refused}»`
  return `«${one.action} lúc ${one.at} ${JSON.stringify(one.fields)}»`
}
