import { HOUR, MINUTE } from '../kernel/time.ts'

/** What was quiet for so long is over: the next time is another. */
const OVER = 5 * MINUTE

/**
 * For what goes wrong again and again, each time it is tried: says whether it is to be said, and how often it came since it was last. The
 * same word about the same thing is said once, and then once an hour; another word at once. `now`: ms, of any clock that only goes forward.
 */
export const sayOnce = (now: () => number) => {
  const said = new Map<string, { readonly word: string; readonly at: number; last: number; times: number }>()
  return (what: string, word: string): { readonly times: number } | undefined => {
    const at = now()
    const before = said.get(what)
    const isSame = before?.word === word && at - before.last < OVER
    if (isSame && at - before.at < HOUR) {
      before.last = at
      before.times++
      return undefined
    }
    said.set(what, { word, at, last: at, times: 0 })
    return { times: isSame ? before.times + 1 : 1 }
  }
}
