import { fill, type Text } from '../kernel/text.ts'
import { type Duration, ms, sayInstant, saySpan } from '../kernel/time.ts'
import type { Actor } from './actor.ts'
import type { Found } from './machine.ts'
import type { LogEvent } from './meta.ts'

/** A slot's value in both languages. */
type Slot = { readonly vi: string; readonly en: string }
/** Says the slot of a name; `undefined`: nothing has that name. */
export type Slots = (name: string) => Slot | undefined

const both = (value: string | number): Slot => ({ vi: String(value), en: String(value) })

const isSpan = (value: unknown): value is Duration => typeof value === 'string' && /^\d+(\.\d+)?[smhd]$/.test(value)

const read = (value: unknown): Slot | undefined => {
  if (typeof value === 'string' || typeof value === 'number') return both(value)
  if (typeof value === 'boolean') return value ? { vi: 'có', en: 'yes' } : { vi: 'không', en: 'no' }
  if (Array.isArray(value)) return both(value.join(', '))
  return undefined
}

/** What a source leaves out reads as a word, so that a sentence never has a hole. */
const absent: Readonly<Record<string, Slot>> = {
  host: { vi: 'không rõ máy', en: 'an unknown machine' },
  ip: { vi: 'không rõ địa chỉ', en: 'an unknown address' },
  port: { vi: 'không rõ', en: 'unknown' },
  system: both('—'),
  part: { vi: 'không rõ phần nào', en: 'an unknown part' },
  item: { vi: 'không rõ mục nào', en: 'an unknown item' },
  value: { vi: 'không rõ giá trị', en: 'an unknown value' },
}

/**
 * What a sentence may fill: the fields of the triggering event, the numbers (durations read as such), `time` and `due` as local
 * clocks, `times` (how many events), and the names of the unit and of whoever acted.
 */
export const slotsOf = (found: Found, trigger: LogEvent, { person }: Actor): Slots => {
  const { unit, hours } = trigger.facts
  const own = (name: string): Slot | undefined => {
    const number = Object.hasOwn(found.numbers, name) ? found.numbers[name] : undefined
    // Only a number of the policy is a length of time: a machine may be called «10d».
    const said = isSpan(number) ? saySpan(ms(number)) : read(number)
    const field = Object.hasOwn(trigger, name) ? (trigger as Readonly<Record<string, unknown>>)[name] : undefined
    return said ?? read(field) ?? absent[name]
  }
  return (name) => {
    switch (name) {
      case 'person':
        return person ? both(person.name) : { vi: 'không rõ người', en: 'an unknown person' }
      case 'unit':
        return unit ? both(unit.name) : { vi: 'không rõ đơn vị', en: 'an unknown unit' }
      case 'time':
        return both(sayInstant(trigger.at))
      case 'until':
        return both(sayInstant(found.at))
      case 'due':
        return typeof found.numbers['due'] === 'number' ? both(sayInstant(found.numbers['due'])) : own(name)
      case 'times':
        return own(name) ?? both(found.events.reduce((n, e) => n + (e.count ?? 1), 0))
      case 'hours':
        return hours?.why ?? own(name)
      default:
        return own(name)
    }
  }
}

/** Fills a sentence in both languages; throws where a slot has no value. */
export const tell = (template: Text, slots: Slots): Text => ({
  vi: fill(template.vi, (name) => slots(name)?.vi),
  en: fill(template.en, (name) => slots(name)?.en),
})
