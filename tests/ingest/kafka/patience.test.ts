import { KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } from 'kafkajs'
import { expect, test } from 'vitest'
import { patiently } from '../../../ingest/kafka/patience.ts'

const said = (type: string): Error =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 0, retriable: true }))
const givenUp = (type: string): Error =>
  new KafkaJSNumberOfRetriesExceeded(said(type), { retryCount: 2, retryTime: 400 })

/** What becomes of a question that fails once. */
const asked = async (error: Error): Promise<string> => {
  let times = 0
  const ask = async (): Promise<string> => {
    if (times++ === 0) throw error
    return 'answered'
  }
  return patiently(ask).catch((why: Error) => why.name)
}

test.each([['NOT_LEADER_FOR_PARTITION'], ['LEADER_NOT_AVAILABLE'], ['COORDINATOR_NOT_AVAILABLE']])(
  '%s of a broker that has just started passes by itself, also where the client wrapped it',
  async (type) => {
    expect(await asked(said(type))).toBe('answered')
    expect(await asked(givenUp(type))).toBe('answered')
  },
)

test('a right that is missing does not pass', async () => {
  expect(await asked(said('TOPIC_AUTHORIZATION_FAILED'))).toBe('KafkaJSProtocolError')
})
