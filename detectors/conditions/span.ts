import { entryOf } from '../../kernel/entry.ts'
import { type Duration, ms } from '../../kernel/time.ts'

/** Milliseconds of a duration out of a policy; the start has checked that overrides keep the form. */
export const spanOf = (value: string): number => entryOf(known, value, () => ms(value as Duration))

/** Policies and registers have a few dozen durations, and every other event asks for one. */
const known = new Map<string, number>()
