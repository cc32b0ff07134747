const PAIR = /(?:^|[\s,;|])([\p{L}\p{N}_.-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;|]*))/gu

/**
 * `key=value` pairs of a line, as often as they stand there; a value with spaces stands in double quotes, `\"` and `\\` inside. Values `N/A`
 * and `(null)` are absent. What is no pair is passed over.
 */
export const keyValuePairs = (line: string): readonly (readonly [key: string, value: string])[] => {
  const pairs: (readonly [string, string])[] = []
  for (const [, key = '', quoted, plain] of line.matchAll(PAIR)) {
    const value = quoted === undefined ? (plain ?? '') : quoted.replace(/\\(["\\])/g, '$1')
    if (value !== '' && value !== 'N/A' && value !== '(null)') pairs.push([key, value])
  }
  return pairs
}

/** The same by key; the first of a key wins. */
export const readKeyValue = (line: string): ReadonlyMap<string, string> => {
  const pairs = new Map<string, string>()
  for (const [key, value] of keyValuePairs(line)) if (!pairs.has(key)) pairs.set(key, value)
  return pairs
}
