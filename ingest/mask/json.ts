/** A string of a JSON text: the key it stands under, whether it is a key itself, and its decoded value. */
export type Literal = { readonly key: string | undefined; readonly value: string; readonly secret: boolean }

const STRING = /"(?:[^"\\]|\\.)*"?/gs
const AFTER_KEY = /^\s*:\s*/
const SCALAR = /^-?[\d.][\d.eE+-]*/

const decode = (literal: string): string => {
  if (!literal.includes('\\')) return literal.replace(/^"|"$/g, '')
  try {
    return String(JSON.parse(literal))
  } catch {
    // A literal cut off in transit: what can be decoded is decoded.
    return literal
      .replace(/^"|"$/g, '')
      .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\(["\\/])/g, '$1')
  }
}

type Walk = { depth: number; secretDepth: number; key: string | undefined }

const step = (walk: Walk, gap: string): void => {
  for (const char of gap) {
    if (char === '{' || char === '[') walk.depth++
    else if (char === '}' || char === ']') {
      walk.depth--
      if (walk.depth < walk.secretDepth) walk.secretDepth = Number.POSITIVE_INFINITY
      walk.key = undefined
    }
  }
}

/**
 * Rewrites the string values of a JSON text and nothing else: `replace` gets each value with its key and answers the new value,
 * or `undefined` to leave its bytes as they are. Numbers under a secret key become strings. The result is valid JSON when the
 * input was; a text that is not (cut off) is walked as far as its quotes go.
 */
export const mapStrings = (
  json: string,
  isSecret: (key: string) => boolean,
  replace: (literal: Literal) => string | undefined,
): string => {
  const walk: Walk = { depth: 0, secretDepth: Number.POSITIVE_INFINITY, key: undefined }
  let result = ''
  let last = 0
  for (const match of json.matchAll(STRING)) {
    if (match.index < last) continue
    const gap = json.slice(last, match.index)
    step(walk, gap)
    result += gap
    const end = match.index + match[0].length
    const value = decode(match[0])
    const colon = AFTER_KEY.exec(json.slice(end, end + 64))
    if (colon) {
      walk.key = value
      result += match[0] + colon[0]
      last = end + colon[0].length
      if (isSecret(value) || walk.depth >= walk.secretDepth) {
        const next = json[last]
        if (next === '{' || next === '[') walk.secretDepth = Math.min(walk.secretDepth, walk.depth + 1)
        const scalar = SCALAR.exec(json.slice(last, last + 400))?.[0]
        const replaced = scalar === undefined ? undefined : replace({ key: value, value: scalar, secret: true })
        if (scalar !== undefined && replaced !== undefined) {
          result += JSON.stringify(replaced)
          last += scalar.length
        }
      }
      continue
    }
    const secret = walk.depth >= walk.secretDepth || (walk.key !== undefined && isSecret(walk.key))
    const replaced = replace({ key: walk.key, value, secret })
    result += replaced === undefined ? match[0] : JSON.stringify(replaced)
    last = end
  }
  return result + json.slice(last)
}
