const UNBOUNDED = /^(?:[*+]|\{\d+,\})/

/**
 * Whether a pattern repeats, without bound, what it repeats without bound inside: `(a+)+`. Such a one may take for ever to find that a long
 * text does not match. Not every pattern that does is told.
 */
export const isRunaway = (source: string): boolean => {
  const outer: boolean[] = []
  let repeats = false
  for (let at = 0; at < source.length; at++) {
    const char = source[at]
    if (char === '\\') at++
    else if (char === '[') at = endOfClass(source, at)
    else if (char === '(') {
      outer.push(repeats)
      repeats = false
    } else if (char === ')') {
      if (repeats && UNBOUNDED.test(source.slice(at + 1))) return true
      repeats = outer.pop() === true || repeats
    } else if (UNBOUNDED.test(source.slice(at))) repeats = true
  }
  return false
}

const endOfClass = (source: string, start: number): number => {
  let at = start + 1
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1
  return at
}
