import type { Observation } from '../kernel/event.ts'
import type { StoredRecord } from '../kernel/ports.ts'
import { remember } from './formats/remember.ts'

/**
 * The head of a record as JSON: what `JSON.stringify` would make of the record without its line, with nothing in it twice. Written
 * by hand because it is done for every line.
 */
export const writeHead = (record: StoredRecord): string => {
  const { digest, stored, received, collector, source, parser, place, heading, observations, withdraws } = record
  return (
    `{"digest":${quoted(digest)}${stored === digest ? '' : `,"stored":${quoted(stored)}`},"received":${received}` +
    `,"collector":${quoted(collector)},"source":${quoted(source)},"parser":${quoted(parser)}` +
    `${place === undefined ? '' : `,"place":${quoted(place)}`}${heading === undefined ? '' : `,"heading":${quoted(heading)}`}` +
    `,"observations":${listed(observations, record)}` +
    `${withdraws === undefined ? '' : `,"withdraws":${listed(withdraws, record)}`}}`
  )
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
    if (value !== undefined) fields += `${fields === '' ? '{' : ','}${nameOf(name)}${textOf(value)}`
  }
  return `${fields}}`
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? quoted(value) : typeof value === 'number' ? `${value}` : JSON.stringify(value)

const nameOf = remember((name) => `${JSON.stringify(name)}:`)

/** Anything but plain ASCII may need an escape. */
const ODD = /[^ !#-[\]-~]/
const quoted = (text: string): string => (ODD.test(text) ? JSON.stringify(text) : `"${text}"`)
