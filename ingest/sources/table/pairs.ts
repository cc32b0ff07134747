import { readCef } from '../../formats/cef.ts'
import { readLeef } from '../../formats/leef.ts'

/** What a line says, each with the name it says it under. */
export type Pairs = readonly (readonly [heading: string, value: string])[]

const LABEL = /^(.{1,40})Label$/

/** A CEF record as pairs: the parts of its header by name, its keys, and under the label it gives a key (`cs1Label=GroupName`) the same again. */
export const cefPairs = (line: string): Pairs | undefined => {
  const record = readCef(line)
  if (!record) return undefined
  const { extension, again, ...header } = record
  const all: Pairs = [...extension, ...again]
  const labelled = all.flatMap(([key, label]): Pairs => {
    const named = LABEL.exec(key)?.[1]
    return named === undefined ? [] : all.flatMap(([name, value]) => (name === named ? [[label, value] as const] : []))
  })
  return [...Object.entries(header), ...all, ...labelled]
}

/** A LEEF record as pairs: the parts of its header by name, and its keys. */
export const leefPairs = (line: string): Pairs | undefined => {
  const record = readLeef(line)
  if (!record) return undefined
  const { attributes, again, ...header } = record
  return [...Object.entries(header), ...attributes, ...again]
}
