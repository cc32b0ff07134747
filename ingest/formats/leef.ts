/** A record in IBM's Log Event Extended Format, 1.0 or 2.0. */
export type LeefRecord = {
  readonly vendor: string
  readonly product: string
  readonly version: string
  readonly id: string
  readonly attributes: ReadonlyMap<string, string>
  /** Further values of keys that stand there more than once, where they say something else. */
  readonly again: readonly (readonly [key: string, value: string])[]
}

const TAB = '\t'

/** The sixth part of a header of 2.0: a character, or its number in hexadecimal (`x5E`, `0x09`). Undefined for what is neither. */
const delimiterOf = (written: string): string | undefined => {
  const hex = /^(?:0?x)([0-9a-f]{1,4})$/i.exec(written)?.[1]
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
  if (written === '\\t' || written === '') return TAB
  return written.length === 1 ? written : undefined
}

const attributesOf = (text: string, delimiter: string): Pick<LeefRecord, 'attributes' | 'again'> => {
  const values = new Map<string, string>()
  const again: (readonly [string, string])[] = []
  for (const pair of text.split(delimiter)) {
    const sign = pair.indexOf('=')
    const key = pair.slice(0, Math.max(sign, 0)).trim()
    const value = pair.slice(sign + 1).trim()
    if (key === '' || value === '') continue
    const before = values.get(key)
    if (before === undefined) values.set(key, value)
    else if (before !== value) again.push([key, value])
  }
  return { attributes: values, again }
}

/**
 * The LEEF record in a text, behind a header of syslog or not; undefined where there is none. Between attributes stands a tab, or what the
 * sixth part of a header of 2.0 names; some that say 2.0 leave that part out. The first of a key wins.
 */
export const readLeef = (text: string): LeefRecord | undefined => {
  const start = text.indexOf('LEEF:')
  if (start < 0) return undefined
  const [release = '', vendor, product, version, id, ...rest] = text.slice(start + 'LEEF:'.length).split('|', 7)
  if (!/^[12](?:\.0)?$/.test(release.trim()) || id === undefined) return undefined
  const header = [release, vendor, product, version, id].join('|').length + 1
  const body = text.slice(start + 'LEEF:'.length + header)
  const sixth = release.startsWith('2') && rest.length > 1 ? delimiterOf(rest[0] ?? '') : undefined
  const attributes =
    sixth === undefined ? attributesOf(body, TAB) : attributesOf(body.slice((rest[0] ?? '').length + 1), sixth)
  return { vendor: vendor ?? '', product: product ?? '', version: version ?? '', id, ...attributes }
}
