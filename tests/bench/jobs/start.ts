import { peak } from '../measure.ts'
import { openBenchProduct } from '../product.ts'
import type { Measured } from '../scenario.ts'

type Params = { readonly folder: string; readonly home: string }

/** Starts the product on what an earlier run left in `home`: from the call to the address it answers at. */
export const job = async ({ folder, home }: Params): Promise<Measured> => {
  const before = process.cpuUsage()
  const start = performance.now()
  const { product } = await openBenchProduct(folder, home)
  const wall = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  await product.close()
  return { events: 1, wall, cpu: (user + system) / 1000, rss: peak() }
}
