import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer } from 'kafkajs'

/** A consumer whose connection or group hangs is left to close by itself after so long, ms. */
const CLOSING = 5_000

/**
 * Ends a consumer. kafkajs 2.2.4 (consumer/runner.js, `stop`) knows only one that has joined its group: one that is disconnected before
 * connects again, joins, and then reads for ever and keeps the process. So `started`, which must not reject, is waited for first.
 */
export const closeConsumer = async (consumer: Pick<Consumer, 'disconnect'>, started: Promise<void>): Promise<void> => {
  const closing = started.then(() => consumer.disconnect()).catch(() => undefined) // what fails on a dead connection was told already
  await Promise.race([closing, sleep(CLOSING, undefined, { ref: false })])
}
