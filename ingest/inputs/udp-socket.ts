import { Worker } from 'node:worker_threads'
import { unpack } from '../intake/parcel.ts'
import { portError } from './net-server.ts'
import type { FromReceiver, ReceiverOptions, ToReceiver } from './udp-receiver.ts'

export type ReceiverEvents = {
  /** Datagrams in order; the next ones are asked for once it resolves. */
  readonly take: (lines: readonly Uint8Array[]) => Promise<void>
  /** How many datagrams the thread has had to drop since the start. */
  readonly lost: (total: number) => void
  readonly failed: (error: unknown) => void
}

export type Receiver = {
  readonly port: number
  /** Bytes the kernel really gave for receiving. */
  readonly receiveBuffer: number
  /** Stops listening; resolves once what was received by then was taken. */
  close(): Promise<void>
}

/** A UDP socket in a thread of its own. Throws PORT_IN_USE. */
export const openReceiver = async (options: ReceiverOptions, events: ReceiverEvents): Promise<Receiver> => {
  const worker = new Worker(new URL('./udp-receiver.ts', import.meta.url), { workerData: options })
  const ended = Promise.withResolvers<void>()
  const bound = Promise.withResolvers<Extract<FromReceiver, { kind: 'bound' }>>()
  const say = (message: ToReceiver): void => worker.postMessage(message)
  let listening = false
  let closing = false
  /** Whoever waits for room is told of a failure by the batcher itself. */
  const ready = (): void => {
    if (!closing) say('next')
  }

  const fail = (error: unknown): void => {
    if (listening) events.failed(error)
    else bound.reject(error)
  }
  worker.on('message', (message: FromReceiver) => {
    switch (message.kind) {
      case 'bound':
        bound.resolve(message)
        return
      case 'failed': {
        const error = message.error instanceof Error ? message.error : new Error(String(message.error))
        // What goes from thread to thread keeps a message and loses its code.
        const whole = Object.assign(error, message.code !== undefined && { code: message.code })
        fail(listening ? whole : portError(whole, options.host, options.port))
        return
      }
      case 'lost':
        events.lost(message.total)
        return
      case 'lines':
        events.lost(message.total)
        events.take(unpack(message.lines)).then(ready, ready)
        return
      default:
        throw new Error(`the receiver says ${message satisfies never}`)
    }
  })
  worker.on('error', fail)
  worker.on('exit', (code) => {
    if (!closing) fail(new Error(`the thread that receives datagrams ended (${code})`))
    ended.resolve()
  })

  try {
    const { port, receiveBuffer } = await bound.promise
    listening = true
    say('next')
    return {
      port,
      receiveBuffer,
      close: async () => {
        closing = true
        say('stop')
        await ended.promise
      },
    }
  } catch (error) {
    closing = true
    await worker.terminate()
    throw error
  }
}
