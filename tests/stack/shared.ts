import { inject } from 'vitest'

/** Says loudly that a suite did not run; in CI that is a failure. */
export const notTested = (what: string, why: string): undefined => {
  if (process.env['CI']) throw new Error(`${what} is needed in CI and is not there: ${why}`)
  console.warn(`\n*** NOT TESTED: ${what} is not there, so what needs it did not run. ${why} ***\n`)
  return undefined
}

/**
 * Address of a server of the stack: the one an environment variable names, else the one of this run. `undefined`, said loudly, where there is
 * neither; in CI it throws.
 */
export const sharedServer = async (name: string, variable: string): Promise<string | undefined> => {
  const given = process.env[variable]
  if (given) return given
  const answer = await fetch(`${inject('stack')}/${name}`)
  const text = await answer.text()
  return answer.ok ? text : notTested(name, text)
}
