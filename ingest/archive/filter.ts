import { type Entity, entities, type Observation } from '../../kernel/event.ts'
import type { Asked } from '../../kernel/ports.ts'
import { fnv, hasBit, mix, setBit } from './format.ts'

/** Where an observation may name an entity: a user acts or is acted upon, `from` is a machine's name or its address. */
const NAMED: readonly (readonly [field: string, entity: Entity])[] = [
  ['user', 'user'],
  ['by', 'user'],
  ['host', 'host'],
  ['from', 'host'],
  ['device', 'device'],
  ['ip', 'ip'],
  ['from', 'ip'],
  ['pipeline', 'pipeline'],
]

const namedIn = (observation: Observation, field: string): string | undefined => {
  const value = (observation as Readonly<Record<string, unknown>>)[field]
  return typeof value === 'string' ? value : undefined
}

/** Whether an observation names one of the values. */
export const isAbout = (observation: Observation, about: NonNullable<Asked['about']>): boolean =>
  NAMED.some(([field, entity]) => {
    const value = about[entity] && namedIn(observation, field)
    return value !== undefined && about[entity]!.has(value)
  })

/** Eleven bits a value and seven probes: 0.5 % of the values that are not there seem to be. */
const BITS = 11
const PROBES = 7

/** The values by which the observations of a block are found, each once. */
export type Names = Readonly<Record<Entity, Set<string>>>

/** Takes in what an observation names. */
export const noteNames = (names: Names, observation: Observation): void => {
  for (const [field, entity] of NAMED) {
    const value = namedIn(observation, field)
    if (value !== undefined) names[entity].add(value)
  }
}

export const noNames = (): Names => ({
  user: new Set(),
  host: new Set(),
  device: new Set(),
  ip: new Set(),
  pipeline: new Set(),
  duty: new Set(),
})

/** A Bloom filter that admits every one of the names. */
export const filterOf = (names: Names): Buffer => {
  const count = entities.reduce((sum, entity) => sum + names[entity].size, 0)
  const filter = Buffer.alloc(Math.max(8, Math.ceil((count * BITS) / 8)))
  const size = filter.length * 8
  for (const entity of entities)
    for (const value of names[entity]) {
      const key = keyOf(entity, value)
      const step = stepOf(key)
      for (let i = 0; i < PROBES; i++) setBit(filter, probe(key, step, i, size))
    }
  return filter
}

/** Whether a filter may have been made of one of these. */
export const admits = (filter: Buffer, keys: readonly number[]): boolean =>
  keys.some((key) => {
    const step = stepOf(key)
    for (let i = 0; i < PROBES; i++) if (!hasBit(filter, probe(key, step, i, filter.length * 8))) return false
    return true
  })

/** What `admits` asks for: computed once for a reading, not once for a block. */
export const keysOf = (about: NonNullable<Asked['about']>): readonly number[] =>
  entities.flatMap((entity) => [...(about[entity] ?? [])].map((value) => keyOf(entity, value)))

/**
 * What stands in the head of every record about one of these, as `encodeWire` writes it; undefined where it is quicker to read all.
 */
export const needlesOf = (about: NonNullable<Asked['about']>): readonly Buffer[] | undefined => {
  const values = new Set(entities.flatMap((entity) => [...(about[entity] ?? [])]))
  return values.size > MAX_NEEDLES ? undefined : [...values].map((value) => Buffer.from(JSON.stringify(value)))
}

/** A look through the column for each of them; reading all of it costs about as much as sixty. */
const MAX_NEEDLES = 20

/** `field:value` as 32 bits. */
const keyOf = (entity: Entity, value: string): number => fnv(value, fnv(entity))

/** The bits of a key: from one to the next it is a step. */
const stepOf = (key: number): number => mix(key ^ 0x9e3779b9) | 1
const probe = (key: number, step: number, i: number, size: number): number => ((key + Math.imul(i, step)) >>> 0) % size
