import { type Forbidden, forbidden } from './forbidden.ts'

/** What a text names: the host or link as it stands there, and the service it belongs to. */
export type Named = { readonly name: string; readonly of: Forbidden }

const byDomain = new Map(forbidden.flatMap((one) => one.domains.map((domain) => [domain, one] as const)))
const byFamily = new Map(forbidden.flatMap((one) => (one.everywhere ?? []).map((label) => [label, one] as const)))
const byScheme = new Map(forbidden.flatMap((one) => (one.schemes ?? []).map((scheme) => [scheme, one] as const)))
const byName = new Map(forbidden.flatMap((one) => one.names.map((name) => [name, one] as const)))

const HOST = /[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu
const SCHEME = /(?<![\p{L}\p{N}+.-])([a-z][a-z0-9+.-]*):\/\//gu
/** What stands before an @ is who, not where: `zalo.me@tinh.example` is at tinh.example. */
const WHO = /[^\s/\\@,;?#<>"'()[\]{}]*@/gu
/** The end of a domain that is kept in many countries: `.com`, `.vn`, `.com.vn`, `.co.uk`. */
const COUNTRY = /^(?:com|net|[a-z]{2}|com?\.[a-z]{2})$/

/**
 * A text as whoever resolves the name reads it: one form of each letter and dot (UTS 46), no invisible characters, and none of those
 * that a URL parser skips (https://url.spec.whatwg.org/#concept-basic-url-parser).
 */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\t\r\n\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[\u3002\uff61]/g, '.')
    .toLowerCase()

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded as a whole: then only the escapes that stand for themselves.
    return text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }
}

/** The text in every form in which it may be read: as it stands, and with its escapes undone, once and twice. */
const readings = (text: string): readonly string[] => {
  const [once, apart] = [decoded(text), text.replace(/[\t\r\n]/g, ' ')]
  return [...new Set([apart, text, once, decoded(once)])].map(plain)
}

const ofHost = (host: string): Forbidden | undefined => {
  const labels = host.split('.')
  for (let i = 0; i < labels.length - 1; i++) {
    const known = byDomain.get(labels.slice(i).join('.'))
    if (known) return known
    const family = byFamily.get(labels[i]!)
    if (family && COUNTRY.test(labels.slice(i + 1).join('.'))) return family
  }
  return undefined
}

/** The first forbidden service that a text gives an address of: a host, URL, mail address or link, anywhere within it. */
export const namedIn = (text: string): Named | undefined => {
  for (const reading of readings(text)) {
    for (const [name, scheme] of reading.matchAll(SCHEME)) {
      const of = byScheme.get(scheme!)
      if (of) return { name, of }
    }
    for (const [name] of reading.replace(WHO, ' ').matchAll(HOST)) {
      const of = ofHost(name)
      if (of) return { name, of }
    }
  }
  return undefined
}

/** The service that a word alone stands for, as a setting such as `type` has it. */
export const serviceNamed = (word: string): Named | undefined => {
  const name = plain(word).trim()
  const of = byName.get(name)
  return of && { name, of }
}
