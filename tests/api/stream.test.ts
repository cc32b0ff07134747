import { type IncomingMessage, get as request } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { localTime } from '../../kernel/time.ts'
import { nightLogin } from '../support/alerts.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'
import { type Station, station } from '../support/serve.ts'

const NOW = localTime('2026-03-04', '10:00')

let here: Station
let url: string
const readers = new Set<() => void>()
beforeEach(async () => {
  here = await station(sampleAlerts(NOW), { clock: { now: () => NOW }, heartbeat: 50 })
  url = await here.app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  for (const leave of readers) leave()
  readers.clear()
  await here.close()
})

type Reader = {
  readonly response: IncomingMessage
  text(): string
  events(): { id: number; event: string; data: { id: string } }[]
}

/** A reader of the stream over a real connection. */
const read = async (query = '', headers: Record<string, string> = {}): Promise<Reader> => {
  let text = ''
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(`${url}/api/v1/alerts/stream${query}`, { headers }, resolve).on('error', reject)
    readers.add(() => sent.destroy())
  })
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  response.on('error', () => undefined)
  const events = () =>
    text
      .split('\n\n')
      .map((block) => /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(block))
      .filter((found) => found !== null)
      .map(([, id, event, data]) => ({ id: Number(id), event: event!, data: JSON.parse(data!) }))
  await vi.waitFor(() => expect(text).toContain('retry:'))
  return { response, text: () => text, events }
}

const login = (id: string, but = {}) => ({ ...nightLogin(NOW), id, ...but })
const told = (reader: Reader) => reader.events().map(({ event, data }) => `${event} ${data.id}`)

test('new and revised alerts come as they are written, numbered, without their evidence', async () => {
  const reader = await read()
  await here.publish([login('a'), login('b')])
  await here.publish([login('a', { revision: 2, occurrences: 5 })])
  await vi.waitFor(() => expect(told(reader)).toEqual(['alert a', 'alert b', 'alert a']))
  const [first, second] = reader.events()
  expect(second!.id).toBe(first!.id + 1)
  expect(first!.data).not.toHaveProperty('evidence')
  expect(reader.response.headers['content-type']).toMatch('text/event-stream')
  expect(reader.response.headers['content-security-policy']).toBeDefined()
})

test('only what the filter lets through comes; what falls out of it is taken back', async () => {
  const reader = await read('?level=high')
  await here.publish([login('a'), login('b', { level: 'high' })])
  await here.publish([login('b', { revision: 2, level: 'low' })])
  await vi.waitFor(() => expect(told(reader)).toEqual(['alert b', 'gone b']))
})

test('a withdrawal takes an alert off the open list', async () => {
  const reader = await read()
  await here.publish([login('a')])
  await here.publish([login('a', { revision: 2, withdrawn: { reason: { vi: 'x', en: 'x' }, at: NOW } })])
  await vi.waitFor(() => expect(told(reader)).toEqual(['alert a', 'gone a']))
})

test('a reader that was away gets what it missed, once, and goes on', async () => {
  const before = await read()
  await here.publish([login('a')])
  await vi.waitFor(() => expect(before.events()).toHaveLength(1))
  const last = before.events()[0]!.id
  before.response.destroy()
  await here.publish([login('b'), login('c')])
  const after = await read('', { 'last-event-id': String(last) })
  await here.publish([login('d')])
  await vi.waitFor(() => expect(told(after)).toEqual(['alert b', 'alert c', 'alert d']))
})

test('nothing is lost between the list and the stream that follows it', async () => {
  const { sequence } = (await here.app.inject('/api/v1/alerts')).json()
  await here.publish([login('a')])
  const reader = await read(`?after=${sequence}`)
  await vi.waitFor(() => expect(told(reader)).toEqual(['alert a']))
})

test.each(['1', '99999999999999999', 'vo-van'])(
  'a reader that cannot be caught up (%s) is told to start over',
  async (id) => {
    const reader = await read('', { 'last-event-id': id })
    await vi.waitFor(() => expect(reader.events().map(({ event }) => event)).toEqual(['reset']))
  },
)

test('a quiet stream shows that it lives', async () => {
  const reader = await read()
  await vi.waitFor(() => expect(reader.text()).toMatch(/: vẫn kết nối\n\n(.|\n)*: vẫn kết nối/))
})

test('a stream with a filter nobody knows is refused like any query', async () => {
  const response = await fetch(`${url}/api/v1/alerts/stream?muc=cao`)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code: 'BAD_REQUEST' })
})

test('closing the server ends the streams', async () => {
  const reader = await read()
  const ended = new Promise((resolve) => reader.response.on('close', resolve))
  await here.app.close()
  await ended
})
