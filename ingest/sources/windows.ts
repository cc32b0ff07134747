import type { Observation, Origin } from '../../kernel/event.ts'
import { remember } from '../formats/remember.ts'
import type { LineContext } from '../source.ts'
import { lineId, lineSeq, observe } from './observe.ts'
import { byChannel } from './windows/readers.ts'
import type { Reader, WindowsRecord } from './windows/record.ts'

// What a Windows machine has is far below; more are forgotten.
const MOST_PROVIDERS = 2_048
const MOST_CHANNELS = 32

type Channel = { readonly name: string; readonly readers: ReadonlyMap<string, Reader> | undefined }

const readers: ReadonlyMap<string, ReadonlyMap<string, Reader>> = new Map(
  Object.entries(byChannel).map(([channel, ids]) => [channel, new Map(Object.entries(ids))]),
)

/** A channel of a provider, by their names as written: its own in lower case, and who reads its events. */
const channelOf = remember(
  (provider): ((channel: string) => Channel) =>
    remember((channel) => {
      const name = channel.toLowerCase()
      return { name, readers: readers.get(`${provider.toLowerCase()}|${name}`) }
    }, MOST_CHANNELS),
  MOST_PROVIDERS,
)

/** Whether an event means something to us; any other is a sign of life. */
export const isRead = (provider: string, channel: string, code: string): boolean =>
  channelOf(provider)(channel).readers?.has(code) ?? false

const originOf = (event: WindowsRecord, channel: Channel, source: string, context: LineContext): Origin => {
  const { received, collector, digest } = context
  const { at, recordId, code, provider } = event
  if (recordId === undefined)
    return { id: lineId(context), at, received, source, collector, digest, ...lineSeq(context.place), code, provider }
  const id = `${event.host}/${channel.name}/${recordId}/${Math.floor(at / 1000)}`
  const seq = Number(recordId)
  return Number.isSafeInteger(seq)
    ? { id, at, received, source, collector, digest, seq, code, provider }
    : { id, at, received, source, collector, digest, code, provider }
}

/**
 * Reads a Windows event whatever its envelope. Everything yields one observation: what we do not know is `other`, a sign of
 * life of the machine and of its pipeline.
 */
export const readWindows = (event: WindowsRecord, source: string, context: LineContext): Observation => {
  const channel = channelOf(event.provider)(event.channel)
  const origin = originOf(event, channel, source, context)
  return (
    channel.readers?.get(event.code)?.(origin, event) ??
    observe(origin, 'other', { host: event.host, code: event.code, provider: event.provider })
  )
}
