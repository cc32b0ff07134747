import { fill, type Text } from '../kernel/text.ts'
import { type Duration, ms, sayInstant, saySpan } from '../kernel/time.ts'
import type { Found } from './machine.ts'
import type { LogEvent } from './meta.ts'

/** A slot's value in both languages. */
type Slot = { readonly vi: string; readonly en: string }
export type Slots = Readonly<Record<string, Slot>>

const both = (value: string | number): Slot => ({ vi: String(value), en: String(value) })

const isSpan = (value: unknown): value is Duration => typeof value === 'string' && /^\d+(\.\d+)?[smhd]$/.test(value)

const read = (value: unknown): Slot | undefined => {
  if (typeof value === 'string' || typeof value === 'number') return both(value)
  if (typeof value === 'boolean') return value ? { vi: 'có', en: 'yes' } : { vi: 'không', en: 'no' }
  if (Array.isArray(value)) return both(value.join(', '))
  return undefined
}

/** What a source leaves out reads as a word, so that a sentence never has a hole. */
const absent = {
  host: { vi: 'không rõ máy', en: 'an unknown machine' },
  ip: { vi: 'không rõ địa chỉ', en: 'an unknown address' },
  system: both('—'),
} as const

/**
 * What a sentence may fill: the fields of the triggering event, the numbers (durations read as such), `time` and `due` as local
 * clocks, `times` (how many events), and the names of person, unit and officer signed in.
 */
export const slotsOf = (found: Found, trigger: LogEvent): Slots => {
  const slots: Record<string, Slot> = { ...absent }
  for (const [name, value] of Object.entries(trigger)) {
    const slot = name === 'facts' ? undefined : read(value)
    if (slot) slots[name] = slot
  }
  // Only a number of the policy is a length of time: a machine may be called «10d».
  for (const [name, value] of Object.entries(found.numbers)) {
    const slot = isSpan(value) ? saySpan(ms(value)) : read(value)
    if (slot) slots[name] = slot
  }
  const { due } = found.numbers
  if (typeof due === 'number') slots['due'] = both(sayInstant(due))
  const { person, unit, signedIn, hours } = trigger.facts
  const named = person ?? signedIn?.person
  slots['person'] = named ? both(named.name) : { vi: 'không rõ người', en: 'an unknown person' }
  slots['unit'] = unit ? both(unit.name) : { vi: 'không rõ đơn vị', en: 'an unknown unit' }
  slots['time'] = both(sayInstant(trigger.at))
  slots['until'] = both(sayInstant(found.at))
  if (slots['times'] === undefined) slots['times'] = both(found.events.reduce((n, e) => n + (e.count ?? 1), 0))
  if (hours) slots['hours'] = hours.why
  return slots
}

/** Fills a sentence in both languages; throws where a slot has no value. */
export const tell = (template: Text, slots: Slots): Text => {
  const side = (language: 'vi' | 'en') =>
    Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, slot[language]]))
  return { vi: fill(template.vi, side('vi')), en: fill(template.en, side('en')) }
}
