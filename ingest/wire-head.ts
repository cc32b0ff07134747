import type { Observation } from '../kernel/event.ts'
import type { StoredRecord } from '../kernel/ports.ts'
import { remember } from './formats/remember.ts'

/**
 * The head of a record as JSON: what `JSON.stringify` would make of the record without its line, with nothing in it twice. Written
 * by hand because it is done for every line.
 */
export const writeHead = (record: StoredRecord): string => {
  const { digest, stored, place, heading, observations, withdraws } = record
  return (
    `{"digest":${quoted(digest)}${stored === digest ? '' : `,"stored":${quoted(stored)}`}${sharedOf(record)}` +
    `${place === undefined ? '' : `,"place":${quoted(place)}`}${heading === undefined ? '' : `,"heading":${quoted(heading)}`}` +
    `,"observations":${listed(observations, record)}` +
    `${withdraws === undefined ? '' : `,"withdraws":${listed(withdraws, record)}`}}`
  )
}

type Shared = Pick<StoredRecord, 'received' | 'collector' | 'source' | 'parser'>
let last: Shared & { readonly written: string } = { received: 0, collector: '', source: '', parser: '', written: '' }

/** What most lines have in common with the line before. */
const sharedOf = ({ received, collector, source, parser }: Shared): string => {
  const same =
    received === last.received &&
    collector === last.collector &&
    source === last.source &&
    parser === last.parser &&
    last.written !== ''
  if (same) return last.written
  const written = `,"received":${received},"collector":${quoted(collector)},"source":${quoted(source)},"parser":${quoted(parser)}`
  last = { received, collector, source, parser, written }
  return written
}

const listed = (observations: readonly Observation[], record: StoredRecord): string => {
  let list = ''
  for (const observation of observations) list += `${list === '' ? '[' : ','}${written(observation, record)}`
  return list === '' ? '[]' : `${list}]`
}

const written = (observation: Observation, record: StoredRecord): string => {
  const { source, collector, received, digest } = observation
  let fields = ''
  for (const name in observation) {
    if (
      (name === 'source' && source === record.source) ||
      (name === 'collector' && collector === record.collector) ||
      (name === 'received' && received === record.received) ||
      (name === 'digest' && digest === record.stored)
    )
      continue
    const value: unknown = (observation as Readonly<Record<string, unknown>>)[name]
    if (value === undefined) continue
    const { bare, open } = nameOf(name)
    const isPlain = typeof value === 'string' && !ODD.test(value)
    const field = isPlain ? `${open}${value}"` : `${bare}${typeof value === 'number' ? value : JSON.stringify(value)}`
    fields += fields === '' ? field.slice(1) : field
  }
  return `{${fields}}`
}

/** A name with the comma before it, and with the quote of a text after it. */
const nameOf = remember((name) => ({ bare: `,${JSON.stringify(name)}:`, open: `,${JSON.stringify(name)}:"` }))

/** Anything but plain ASCII may need an escape. */
const ODD = /[^ !#-[\]-~]/
const quoted = (text: string): string => (ODD.test(text) ? JSON.stringify(text) : `"${text}"`)
