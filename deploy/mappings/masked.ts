import type { MappingDraft, MappingWork } from '../../api/schemas-mappings.ts'
import type { Mask } from '../../ingest/intake/mask-bytes.ts'
import { degreeNamed } from '../../ingest/mask/markings.ts'
import { hideIn } from '../../ingest/sources/table.ts'

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

/** Masks a sample as lines of logs are, with the cells under a heading that names a secret, and the constants of the rules. */
export const maskWork = (work: MappingWork, mask: Mask): MaskedWork => {
  const lines = work.sample.replace(/^\uFEFF/, '').split(/\r?\n/)
  const read = lines.map(mask)
  const delimiter = work.mapping.delimiter.length === 1 ? work.mapping.delimiter : ','
  const sample = hideIn(
    { ...work.mapping, delimiter },
    read.map(({ line }) => line),
  )
  const rules = maskRules(work.mapping.events, mask)
  const ofLines = read.reduce((sum, { masked }) => sum + masked, 0) + sample.masked
  return {
    work: { ...work, sample: sample.lines.join('\n'), mapping: { ...work.mapping, events: rules.events } },
    count: ofLines + rules.masked,
    constants: rules.masked,
    secret: lines.flatMap((line, index) => (statesDegree(line) ? [index + 1] : [])),
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
