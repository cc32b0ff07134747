import { createHmac } from 'node:crypto'
import { type Degree, degreeNamed, sealOf } from '../kernel/secrecy.ts'
import { hideEncoded } from './mask/encoded.ts'
import { type Literal, mapStrings } from './mask/json.ts'
import {
  type Marking,
  markingAt,
  markingOf,
  placeOf,
  SEALED,
  SECRECY_KEY,
  TITLE_KEY,
  valueAround,
} from './mask/markings.ts'
import { hideSecrets } from './mask/secrets.ts'
import { mayHide } from './mask/traces.ts'
import { HIDDEN, isSecretKey } from './mask/values.ts'

export type Masked = { readonly line: string; readonly masked: number }

// A second pass over a masked text finds nothing in all but contrived lines; the bound is there for those.
const PASSES = 6
const IN_DOUBT: Marking = { degree: 'MẬT', sure: false }
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/**
 * Hides what may not leave (architecture 8), before a line is parsed or stored: passwords, keys and tokens become `[đã che]`;
 * a title or path marked MẬT, TỐI MẬT or TUYỆT MẬT becomes `[dấu-MẬT:0123456789abcdef]` (its degree and the first 16 hex digits of
 * HMAC-SHA256 of the value in NFC under `key`), `[MẬT:…]` where it may be none, after the drive or volume it begins with. JSON stays JSON; a line without
 * anything to hide comes back as it was, byte for byte; masking twice is masking once. `masked` counts the replacements.
 * `suspect` says which lines are looked at; it may say too many, never too few.
 */
export const masker = (key: Uint8Array, suspect = mayHide): ((line: string) => Masked) => {
  const seal = (value: string, { degree, sure }: Marking): string => {
    const digest = createHmac('sha256', key).update(value.normalize('NFC'), 'utf8').digest('hex').slice(0, 16)
    return placeOf(value) + sealOf(degree, digest, sure)
  }

  /** What is hidden in a text that was encoded as a whole: its seal, or that there is a secret in it. */
  const rewrite = (value: string, looks: boolean): string | undefined => {
    const marking = markingOf(value)
    if (marking) return seal(value, marking)
    return looks && hideSecrets(value).hidden > 0 ? HIDDEN : undefined
  }

  const hide = (given: string): { readonly text: string; readonly hidden: number } => {
    const encoded = hideEncoded(given, rewrite)
    const { text, hidden } = hideSecrets(encoded.text)
    return { text, hidden: encoded.hidden + hidden }
  }

  /** A value known by its bounds: each of its lines that bears a marking goes as a whole. */
  const maskValue = (value: string): Masked => {
    const whole = value.normalize('NFC')
    let masked = 0
    const sealed = whole.replace(/[^\r\n]+/g, (text) => {
      const marking = markingOf(text)
      if (!marking) return text
      masked++
      return seal(text, marking)
    })
    const { text, hidden } = hide(sealed)
    return { line: text, masked: masked + hidden }
  }

  /** Free text, where the bounds of a title have to be found. */
  const maskText = (line: string): Masked => {
    const { text, hidden } = hide(line.normalize('NFC'))
    let result = text
    let masked = hidden
    for (let index = markingAt(result); index >= 0 && masked < hidden + 100; index = markingAt(result)) {
      const [from, to] = valueAround(result, index)
      const value = result.slice(from, to)
      result = result.slice(0, from) + seal(value, markingOf(value) ?? IN_DOUBT) + result.slice(to)
      masked++
    }
    return { line: result, masked }
  }

  const maskJson = (json: string): Masked => {
    let masked = 0
    let degree: Degree | undefined
    // A row may name its degree in a field of its own: then its title is marked by it.
    mapStrings(json, isSecretKey, ({ key: name, value }) => {
      if (name !== undefined && SECRECY_KEY.test(name.normalize('NFC'))) degree ??= degreeNamed(value)
      return undefined
    })
    const replace = ({ key: name, value, secret }: Literal): string | undefined => {
      if (value === '') return undefined
      if (secret) {
        if (value === HIDDEN) return undefined
        masked++
        return HIDDEN
      }
      if (name !== undefined && SECRECY_KEY.test(name.normalize('NFC'))) return undefined
      const titled = degree !== undefined && name !== undefined && TITLE_KEY.test(name.normalize('NFC'))
      if (titled && degree !== undefined && !SEALED.test(value)) {
        masked++
        return seal(value, markingOf(value) ?? { degree, sure: false })
      }
      const result = maskValue(value)
      masked += result.masked
      return result.masked === 0 ? undefined : result.line
    }
    const line = mapStrings(json, isSecretKey, replace)
    return { line, masked }
  }

  const pass = (line: string): Masked => {
    const start = /^\s*\[/.test(line) ? 0 : line.search(/\{\s*"/)
    if (start < 0) return maskText(line)
    const json = maskJson(line.slice(start))
    if (isJson(line.slice(start))) {
      const head = maskText(line.slice(0, start))
      return {
        line: (head.masked === 0 ? line.slice(0, start) : head.line) + json.line,
        masked: head.masked + json.masked,
      }
    }
    const text = maskText(line.slice(0, start) + json.line)
    return text.masked === 0
      ? { line: line.slice(0, start) + json.line, masked: json.masked }
      : { line: text.line, masked: text.masked + json.masked }
  }

  return (line) => {
    if (!suspect(line)) return { line, masked: 0 }
    let current = line
    let masked = 0
    for (let round = 0; round < PASSES; round++) {
      const result = pass(current)
      if (result.masked === 0 || result.line === current) break
      current = result.line
      masked += result.masked
    }
    return { line: masked === 0 ? line : current, masked }
  }
}
