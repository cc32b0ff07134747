import { z } from 'zod'
import { type Action, actions } from '../../../kernel/event.ts'
import { addressOf } from '../windows/names.ts'

/** What no line of a log can witness: the product says these itself, of its deliveries and its directory. */
export const unwitnessed: ReadonlySet<Action> = new Set<Action>([
  'source.delivery',
  'account.departed',
  'account.closed',
  'machine.listed',
  'obligation.begun',
  'obligation.met',
  'host.seen',
])

/** The one field that the reader of a table fills where a row does not. */
const FILLED = 'system'

export type ActionField = {
  readonly name: string
  readonly required: boolean
  /** Whether a table has to say it: required, and not filled by its reader. */
  readonly owed: boolean
  /** `text` comes from a column or `fields`; the others, being no text, from `fields` alone. */
  readonly type: 'text' | 'boolean' | 'number'
  /** The words it may be, where it is one of a few. */
  readonly words: readonly string[]
  /** Whether a constant may stand in it. */
  readonly takes: (value: unknown) => boolean
}

const typeOf = (schema: z.ZodType): ActionField['type'] => {
  if (schema instanceof z.ZodBoolean) return 'boolean'
  return schema instanceof z.ZodNumber ? 'number' : 'text'
}

/** What the reader would drop as no address is none; what a template makes, its row decides. */
const isAddress = (value: unknown): boolean =>
  typeof value !== 'string' || value.includes('{') || addressOf(value) !== undefined

/** The fields of an action as the vocabulary has them (kernel/event.ts), in its order. */
export const actionFields = (action: Action): readonly ActionField[] =>
  Object.entries<z.ZodType>(actions[action].shape).map(([name, schema]) => {
    const bare = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
    const required = bare === schema
    const words = bare instanceof z.ZodEnum ? bare.options.map(String) : []
    const takes = (value: unknown): boolean =>
      schema.safeParse(value).success && (name !== 'ip' || !required || isAddress(value))
    return { name, required, owed: required && name !== FILLED, type: typeOf(bare), words, takes }
  })
