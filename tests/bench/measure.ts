import type { Measured } from './scenario.ts'

/** Runs `work`, which answers how many events it did, by wall and CPU time. Whatever it reads must be in memory before. */
export const measure = async (work: () => number | Promise<number>): Promise<Measured> => {
  const before = process.cpuUsage()
  const start = performance.now()
  const events = await work()
  const wall = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  return { events, wall, cpu: (user + system) / 1000, rss: peak() }
}

/** The high-water mark of this process's resident memory, bytes. */
export const peak = (): number => process.resourceUsage().maxRSS * 1024

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value below which `share` of all lie; NaN of none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
