import { join } from 'node:path'

/** Ports of a broker, all on loopback. */
export type Ports = { readonly client: number; readonly controller: number }

/** One more door of the broker beside the plain one. */
export type Listener = {
  readonly name: string
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL'
  readonly port: number
  /** The port clients are told to come to, where something stands in between. */
  readonly advertised?: number
}

/** Server properties of a single node in KRaft mode, small in memory and quick to come back after a crash. */
export const settingsOf = (
  data: string,
  { client, controller }: Ports,
  listeners: readonly Listener[],
  more: Readonly<Record<string, string>>,
): string => {
  const doors: readonly Listener[] = [{ name: 'PLAINTEXT', protocol: 'PLAINTEXT', port: client }, ...listeners]
  const settings: Readonly<Record<string, string>> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: [...doors, { name: 'CONTROLLER', port: controller }].map(addressOf).join(),
    'advertised.listeners': doors
      .map(({ name, port, advertised = port }) => addressOf({ name, port: advertised }))
      .join(),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': [...doors, { name: 'CONTROLLER', protocol: 'PLAINTEXT' }]
      .map(({ name, protocol }) => `${name}:${protocol}`)
      .join(),
    'log.dirs': join(data, 'log'),
    'auto.create.topics.enable': 'false',
    ...ONE_NODE,
    'group.initial.rebalance.delay.ms': '0',
    // 128 MiB of heap by default.
    'log.cleaner.dedupe.buffer.size': '2097152',
    'num.network.threads': '2',
    'num.io.threads': '4',
    // 9 s by default: how long a crashed broker keeps its own restart out.
    'broker.session.timeout.ms': '1500',
    'broker.heartbeat.interval.ms': '300',
    ...more,
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

const addressOf = ({ name, port }: Pick<Listener, 'name' | 'port'>): string => `${name}://127.0.0.1:${port}`

const ONE_NODE: Readonly<Record<string, string>> = {
  'offsets.topic.num.partitions': '1',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
}
