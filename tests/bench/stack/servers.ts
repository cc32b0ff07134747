import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startBroker } from '../../../deploy/stack/broker.ts'
import { startElasticsearch } from '../../../deploy/stack/elasticsearch.ts'

/** Clock ticks a second in /proc, which Linux fixes for programs (`man 5 proc`). */
const TICKS = 100

/** CPU time that a process, its threads and the children it has waited for have used, ms; of a process group: of all in it. */
const cpuOf = (pid: number, group: boolean): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat !== undefined)
    .filter((stat) => (group ? stat.group === pid : stat.pid === pid))
    .reduce((sum, { cpu }) => sum + cpu, 0)

const statOf = (pid: number) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name stands in brackets and may hold anything: fields are counted after it (`man 5 proc`).
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    return { pid, group: fields[2]!, cpu: ((fields[11]! + fields[12]!) * 1000) / TICKS }
  } catch {
    return undefined // it has ended meanwhile
  }
}

/** Bytes of resident memory, as the kernel counts them. */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024

/** A broker and a node for one run of the bench, on loopback, in a folder of their own. */
export const startServers = async (folder: string) => {
  const kafkaData = join(folder, 'kafka')
  const broker = await startBroker({ data: kafkaData })
  const node = await startElasticsearch({ data: join(folder, 'elasticsearch') }).catch(async (error: unknown) => {
    await broker.stop('SIGKILL')
    throw error
  })
  return {
    brokers: [broker.url],
    elastic: node.url,
    kafkaData,
    /** CPU time that each has used up to now, ms. */
    cpu: () => ({ broker: cpuOf(broker.pid, false), elastic: cpuOf(node.pid, true) }),
    brokerMemory: () => memoryOf(broker.pid),
    async stop(): Promise<void> {
      await Promise.all([broker.stop('SIGKILL'), node.kill()])
    },
  }
}

export type Servers = Awaited<ReturnType<typeof startServers>>
