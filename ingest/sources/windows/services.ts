import { observe } from '../observe.ts'
import type { Reader } from './record.ts'

/** `Binary` of 7036 is the service's key and its state in UTF-16LE (`sppsvc/4`): the same in every language. 4 is running. */
const fromBinary = (binary: string | undefined): { service: string; state: string } | undefined => {
  if (binary === undefined || binary.length > 1024 || !/^([0-9a-f]{4})+$/i.test(binary)) return undefined
  let written = ''
  for (let index = 0; index < binary.length; index += 4) {
    const unit = Number.parseInt(binary.slice(index + 2, index + 4) + binary.slice(index, index + 2), 16)
    if (unit !== 0) written += String.fromCharCode(unit)
  }
  const slash = written.lastIndexOf('/')
  return slash < 0 ? undefined : { service: written.slice(0, slash), state: written.slice(slash + 1) }
}

const RUNNING = /^(running|đang chạy)$/iu
const STOPPED = /^(stopped|đã dừng)$/iu

/** The words are localised, the state beside the key is not; in a language nobody knows nothing is said. */
const isRunning = (state: string | undefined, word: string): boolean | undefined => {
  if (state !== undefined) return state === '4'
  if (RUNNING.test(word)) return true
  return STOPPED.test(word) ? false : undefined
}

/** Service Control Manager 7036. A Bkav service that runs is a sign of life of the agent. */
export const serviceState: Reader = (origin, event) => {
  const binary = fromBinary(event.get('Binary'))
  const name = event.get('param1')
  const running = isRunning(binary?.state, (event.get('param2') ?? '').normalize('NFC'))
  if (running === true && /bkav/i.test(`${binary?.service ?? ''} ${name ?? ''}`))
    return observe(origin, 'heartbeat', { host: event.host, agent: 'bkav' })
  const service = binary?.service || name
  return service === undefined || running === undefined
    ? undefined
    : observe(origin, 'service.state', { host: event.host, service, running })
}
