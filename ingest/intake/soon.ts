/** How often it is looked whether somebody waits in vain, ms. */
const LOOK_MS = 250

/** What the work comes to; rejects with what `inVain` says, as soon as it says anything. The work itself goes on. */
export const unlessInVain = async <T>(work: Promise<T>, inVain: () => Error | undefined): Promise<T> => {
  const { promise: givenUp, reject } = Promise.withResolvers<never>()
  const looking = setInterval(() => {
    const why = inVain()
    if (!why) return
    clearInterval(looking)
    reject(why)
  }, LOOK_MS)
  try {
    return await Promise.race([work, givenUp])
  } finally {
    clearInterval(looking)
    work.catch(() => undefined) // given up: whoever is told so still has what it was about, and hears of what failed when it comes again
  }
}
