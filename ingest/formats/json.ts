export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a value is a JSON object (not null, not an array). */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object a line holds (a byte order mark in front is skipped); `undefined` for anything else. Never throws. */
export const readObject = (line: string): JsonObject | undefined => {
  const start = line.charCodeAt(0) === 0xfeff ? 1 : 0
  try {
    const value: unknown = JSON.parse(start === 0 ? line : line.slice(start))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g

/** The names that stand twice in one object of a JSON text: of their values `JSON.parse` keeps the last, others the first. Linear, never throws. */
export const repeatedNames = (json: string): readonly string[] => {
  const open: Set<string>[] = []
  const found: string[] = []
  for (const [token, written, colon] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (written !== undefined && colon !== undefined) {
      const name = readObject(`{"name":${written}}`)?.['name']
      const names = open.at(-1)
      if (typeof name !== 'string' || !names) continue
      if (names.has(name)) found.push(name)
      names.add(name)
    }
  }
  return found
}

/** The object that ends a line, behind whatever header of syslog, or alone; `undefined` for anything else. Never throws. */
export const objectBehind = (line: string): JsonObject | undefined => {
  const start = line.indexOf('{')
  return start < 0 ? undefined : readObject(line.slice(start).trimEnd())
}

/**
 * A scalar as text; `undefined` for the absent, the empty and what is not a scalar. A value an XML-to-JSON reader wrapped
 * (`{"#text": 4720, "#attributes": {…}}`) is unwrapped, and a function, which is a value of a skimmed line (`skim`), asked.
 */
export const text = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value === '' ? undefined : value
  if (typeof value === 'function') return text(value()) // JSON holds no functions, so this is a skimmed line's
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return isObject(value) && '#text' in value ? text(value['#text']) : undefined
}

/** The same, of a value that is looked at and let go: of a skimmed line it may be a part of the line, and would keep it in memory. */
export const passing = (value: unknown): string | undefined => text(typeof value === 'function' ? value(true) : value)

/** The value under a key that may be written nested (`{"a": {"b": 1}}`) or dotted (`{"a.b": 1}`), as Elastic agents do both. */
export const field = (path: string): ((object: JsonObject) => unknown) => {
  const dot = path.indexOf('.')
  if (dot < 0) return (object) => object[path]
  const head = path.slice(0, dot)
  const rest = field(path.slice(dot + 1))
  return (object) => {
    const inner = object[head]
    if (isObject(inner)) {
      const value = rest(inner)
      if (value !== undefined) return value
    }
    return object[path]
  }
}
