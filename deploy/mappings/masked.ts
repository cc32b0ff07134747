import type { MappingDraft, MappingWork } from '../../api/schemas-mappings.ts'
import type { Mask } from '../../ingest/intake/mask-bytes.ts'
import { maskRows } from '../../ingest/sources/table.ts'
import { degreeNamed } from '../../kernel/secrecy.ts'

/** A draft and its sample without what may not leave. */
export type MaskedWork = {
  readonly work: MappingWork
  /** How many places were masked, in the sample and the rules. */
  readonly count: number
  /** How many of them were constants of rules: a rule is another one without them. */
  readonly constants: number
  /** Lines of the sample that state a degree of secrecy in a cell of its own, from 1. */
  readonly secret: readonly number[]
}

/** Masks a sample as the intake masks the lines of a text, and the constants of the rules. */
export const maskWork = (work: MappingWork, mask: Mask): MaskedWork => {
  const delimiter = work.mapping.delimiter.length === 1 ? work.mapping.delimiter : ','
  const text = work.sample.replace(/^\uFEFF/, '')
  const { sample, masked } = maskRows({ ...work.mapping, delimiter }, text, mask)
  const rules = maskRules(work.mapping.events, mask)
  return {
    work: { ...work, sample, mapping: { ...work.mapping, events: rules.events } },
    count: masked + rules.masked,
    constants: rules.masked,
    secret: text.split(/\r?\n/).flatMap((line, index) => (statesDegree(line) ? [index + 1] : [])),
  }
}

const maskRules = (events: MappingDraft['events'], mask: Mask) => {
  let masked = 0
  const hide = (text: string): string => {
    const one = mask(text)
    masked += one.masked
    return one.line
  }
  const mapped = events.map(({ when, action, fields }) => ({
    when: mapValues(when, (wanted) => (typeof wanted === 'string' ? hide(wanted) : wanted.map(hide))),
    action,
    fields: mapValues(fields, (value) => (typeof value === 'string' ? hide(value) : value)),
  }))
  return { events: mapped, masked }
}

const mapValues = <T>(from: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, change(value)]))

/** Whether a row says in a cell of its own that what it names is secret: then its title bears no marking that could be masked. */
const statesDegree = (line: string): boolean =>
  line.split(/[,;\t|=]/).some((cell) => degreeNamed(cell.normalize('NFC').replace(/["']/g, '')) !== undefined)
