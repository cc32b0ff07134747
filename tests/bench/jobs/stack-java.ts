import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { loadItems } from '../data/load.ts'
import type { Measured } from '../scenario.ts'
import { clientOf, forget } from '../stack/client.ts'
import { makeTopic } from '../stack/lines.ts'

type Params = {
  readonly what: 'produce' | 'consume'
  readonly brokers: readonly string[]
  /** The class path of Kafka's own tools. */
  readonly jars: string
  /** Of `produce`: its lines are the payloads, and the topic has so many partitions (one unless told). */
  readonly folder?: string
  readonly partitions?: number
  /** Of `consume`: what is read. */
  readonly topic?: string
  readonly messages: number
}

/** Kafka's own perf tools, in their own process; what they say they measured. Their CPU time holds the start of the JVM. */
export const job = (params: Params): Promise<Measured> =>
  params.what === 'produce' ? produce(params) : consume(params)

const produce = async ({ brokers, jars, folder, partitions = 1, messages }: Params): Promise<Measured> => {
  const topic = `bench-java-${randomUUID().slice(0, 8)}`
  await makeTopic(clientOf(brokers), topic, partitions)
  if (loadItems(folder!).length < messages) throw new Error('the data set has fewer lines')
  const { out, cpu } = await java(jars, 'org.apache.kafka.tools.ProducerPerformance', [
    ...[
      '--topic',
      topic,
      '--num-records',
      String(messages),
      '--payload-file',
      join(folder!, 'lines'),
      '--throughput',
      '-1',
    ],
    ...['--producer-props', `bootstrap.servers=${brokers.join()}`, 'acks=all', 'compression.type=zstd', 'linger.ms=5'],
    'batch.size=262144',
  ])
  await forget(brokers, topic)
  const last = out.trim().split('\n').at(-1)!
  const rate = Number(/([\d.]+) records\/sec/.exec(last)?.[1])
  return { events: messages, wall: (messages / rate) * 1000, cpu, rss: 0 }
}

const consume = async ({ brokers, jars, topic, messages }: Params): Promise<Measured> => {
  const { out, cpu } = await java(jars, 'org.apache.kafka.tools.ConsumerPerformance', [
    ...[
      '--topic',
      topic!,
      '--num-records',
      String(messages),
      '--bootstrap-server',
      brokers.join(),
      '--timeout',
      '60000',
    ],
  ])
  // start, end, MB, MB/s, messages, messages/s, rebalance ms, fetch ms, …: joining the group is no work
  const cells = out.trim().split('\n').at(-1)!.split(', ')
  return { events: Number(cells[4]), wall: Number(cells[7]), cpu, rss: 0 }
}

/** Runs a class to its end; what it wrote, and the CPU time it used by the shell's `times`, ms. */
const java = async (jars: string, main: string, args: readonly string[]) => {
  const script = 'java -Xmx512m -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$0" "$@" && times >&2'
  const child = spawn('bash', ['-c', script, jars, main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, said] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`${main} ended with ${code}: ${said.slice(-500)}${out.slice(-500)}`)
  // Two lines, of the shell and of its children: `0m0.004s 0m0.002s`.
  const times = [
    ...said
      .trim()
      .split('\n')
      .at(-1)!
      .matchAll(/(\d+)m([\d.]+)s/g),
  ]
  return {
    out,
    cpu: times.reduce((sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000, 0),
  }
}
