/**
 * JSON in the one form that RFC 8785 gives a value: keys in the order of their UTF-16 code units, no blanks, numbers and strings as ECMAScript writes
 * them. Equal values, equal texts. What is `undefined` is left out, as JSON does. Throws a TypeError for a number that JSON has none for. Texts are to be
 * well-formed: a lone surrogate, for which the RFC has no form, is written as its escape.
 */
export const canonical = (value: unknown): string => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`no JSON for ${value}`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  // Not through an object: there keys that read as numbers come first.
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}
