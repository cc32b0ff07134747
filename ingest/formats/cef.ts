/** A record in ArcSight's Common Event Format. Severity is a number or a word, as written. */
export type CefRecord = {
  readonly vendor: string
  readonly product: string
  readonly version: string
  readonly id: string
  readonly name: string
  readonly severity: string
  readonly extension: ReadonlyMap<string, string>
  /** Further values of keys that stand there more than once, where they say something else: what a sender did not escape may be one. */
  readonly again: readonly (readonly [key: string, value: string])[]
}

/** A header's parts, parted by `|` that no backslash stands before; the seventh keeps the rest. */
const partsOf = (header: string): readonly string[] => {
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < header.length && parts.length < 7; at++) {
    if (header[at] === '\\') at++
    else if (header[at] === '|') {
      parts.push(header.slice(start, at).replace(/\\([\\|])/g, '$1'))
      start = at + 1
    }
  }
  return [...parts, header.slice(start)]
}

/** A key and its sign. `\=` in a value is no sign: no key ends in a backslash. */
const KEY = /(?:^|\s)([A-Za-z0-9_.[\]-]{1,64})=/g
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
])

/** Values may hold spaces, so one ends where the next key begins. The first of a key wins. */
const extensionOf = (text: string): Pick<CefRecord, 'extension' | 'again'> => {
  const keys = [...text.matchAll(KEY)]
  const values = new Map<string, string>()
  const again: (readonly [string, string])[] = []
  for (const [index, key] of keys.entries()) {
    const end = keys[index + 1]?.index ?? text.length
    const value = text.slice(key.index + key[0].length, end).trim()
    const plain = value.replace(/\\([\\=|nr])/g, (_, char: string) => ESCAPES.get(char) ?? char)
    const name = key[1] ?? ''
    const before = values.get(name)
    if (plain !== '' && before === undefined) values.set(name, plain)
    else if (plain !== '' && before !== plain) again.push([name, plain])
  }
  return { extension: values, again }
}

/** What to refuse a record with that says two things under one of the keys that its reader goes by; undefined where it does not. */
export const saidTwice = ({ again }: CefRecord, read: ReadonlySet<string>): string | undefined => {
  const key = again.find(([name]) => read.has(name))?.[0]
  return key && `Khóa «${key}» có hai giá trị khác nhau trong một dòng: không đoán giá trị nào đúng.`
}

/** The CEF record in a text, behind a header of syslog or not; undefined where there is none. Takes time in proportion to the text. */
export const readCef = (text: string): CefRecord | undefined => {
  const start = text.indexOf('CEF:')
  if (start < 0) return undefined
  const [version = '', vendor = '', product = '', release = '', id = '', name = '', severity = '', rest] = partsOf(
    text.slice(start + 'CEF:'.length),
  )
  if (!/^\d$/.test(version.trim()) || rest === undefined) return undefined
  return { vendor, product, version: release, id, name, severity: severity.trim(), ...extensionOf(rest) }
}
