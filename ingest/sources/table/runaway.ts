/** So many characters of a value are looked at by patterns; what stands behind them decides nothing. */
export const LOOKED_AT = 400

/** Ways in which a pattern may be tried on so long a text, at most: less than a tenth of a second of work where a text was made for it. */
const MOST_WAYS = 2e7

/** How often a pattern can go on differently: the places of it that depend on the length of the text, by how many of them there are. */
type Ways = readonly number[]
const ONE: Ways = [1]
const ENDLESS: Ways = [Number.POSITIVE_INFINITY]

const either = (a: Ways, b: Ways): Ways =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) + (b[i] ?? 0))
const inTurn = (a: Ways, b: Ways): Ways =>
  Array.from({ length: a.length + b.length - 1 }, (_, sum) =>
    a.reduce((all, ways, i) => all + (b[sum - i] ? ways * b[sum - i]! : 0), 0),
  )

/** Of `k` places that share a text of n characters there are at most n^k / k! positions. `free`: whether it may begin at any character. */
const countOf = (ways: Ways, free: boolean): number => {
  const after = free ? 1 : 0
  return ways.reduce((sum, n, k) => (n === 0 ? sum : sum + (n * LOOKED_AT ** (k + after)) / factorial(k + after)), 0)
}
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

/** What is repeated in one way alone is repeated in as many ways as there are numbers of times; all else in a product of its ways. */
const repeated = (ways: Ways, least: number, most: number): Ways => {
  if (ways.length === 1 && ways[0] === 1) return most === Number.POSITIVE_INFINITY ? [0, 1] : [most - least + 1]
  if (most === Number.POSITIVE_INFINITY) return ENDLESS
  let power = ONE
  let all: Ways = least === 0 ? ONE : [0]
  for (let times = 1; times <= most; times++) {
    power = inTurn(power, ways)
    if (times >= least) all = either(all, power)
    if (!(countOf(power, false) <= MOST_WAYS)) return ENDLESS
  }
  return all
}

const ATOM = /\\[pPu]\{[^}]*\}|\\k<[^>]*>|\\.|\[(?:\\.|[^\]\\])*\]|[^()|]/suy
const OPENING = /\((?:\?(?:<?[=!]|<[^>]*>|[a-z-]*:))?/uy
const TIMES = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/uy

/**
 * Whether a pattern, one that compiles with the flag `u`, may take too long to find that a text of `LOOKED_AT` characters does not match:
 * `(a+)+`, `(a|ab)*`, `.*x.*y.*z`, `(a?){40}`. Never too few are told: the ways in which it could be tried are counted from above, as if
 * every part matched everywhere. So some are told that are fast, such as `(a|b)*`.
 */
export const isRunaway = (source: string): boolean => {
  // What a group took is as long as the text lets it be.
  if (/\\[1-9]|\\k</.test(source)) return true
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(source)
    if (found) at = pattern.lastIndex
    return found
  }
  const atom = (): Ways => {
    if (!take(OPENING)) {
      if (!take(ATOM)) at++ // cannot be in one that compiles
      return ONE
    }
    const inner = alternatives().reduce((all, { ways }) => either(all, ways), [0] as Ways)
    at++ // its parenthesis
    return inner
  }
  const sequence = (): Ways => {
    let ways = ONE
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const one = atom()
      const times = take(TIMES)
      const [, sign, least, comma, most] = times ?? []
      if (!times) ways = inTurn(ways, one)
      else if (sign !== undefined)
        ways = inTurn(ways, repeated(one, sign === '+' ? 1 : 0, sign === '?' ? 1 : Number.POSITIVE_INFINITY))
      else {
        const open = most === '' ? Number.POSITIVE_INFINITY : Number(most)
        ways = inTurn(ways, repeated(one, Number(least), comma === '' ? Number(least) : open))
      }
    }
    return ways
  }
  const alternatives = (): { readonly ways: Ways; readonly free: boolean }[] => {
    const all = []
    for (;;) {
      const free = source[at] !== '^'
      all.push({ ways: sequence(), free })
      if (source[at] !== '|') return all
      at++
    }
  }
  return !(alternatives().reduce((sum, { ways, free }) => sum + countOf(ways, free), 0) <= MOST_WAYS)
}
