/** The key is bounded, and a quoted value ends at the next quote: no text is gone through twice. */
const PAIR = /(?:^|\s)([A-Za-z][\w.-]{0,63})=(?:"([^"]*)"|(\S*))/g

/**
 * `key=value` pairs with white space between, and nothing else: commas and semicolons belong to the value, so that an address somebody
 * asked for cannot add pairs of its own. A value with spaces stands in double quotes. The first of a key wins; `-` and the empty are absent.
 */
export const readSpaced = (line: string): ReadonlyMap<string, string> => {
  const pairs = new Map<string, string>()
  for (const [, key = '', quoted, plain] of line.matchAll(PAIR)) {
    const value = (quoted ?? plain ?? '').trim()
    if (!pairs.has(key)) pairs.set(key, value === '-' ? '' : value)
  }
  return new Map([...pairs].filter(([, value]) => value !== ''))
}
