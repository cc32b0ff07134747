import type { MessagePort } from 'node:worker_threads'
import { type Answer, answerOf, deliveryOf, type Order } from './parcel.ts'
import type { DeliveryReader } from './read-delivery.ts'

/** The other end of `openPool`: reads the deliveries that come over `port`, one after the other. */
export const serve = (port: Pick<MessagePort, 'on' | 'postMessage'>, read: DeliveryReader): void => {
  let turn: Promise<void> = Promise.resolve()
  const answer = async (order: Order): Promise<void> => {
    try {
      const answer = answerOf(order.id, await read(deliveryOf(order), order.received, order.clocks))
      port.postMessage(answer, [answer.values.bytes.buffer])
    } catch (failed) {
      port.postMessage({ id: order.id, failed } satisfies Answer)
    }
  }
  port.on('message', (order: Order) => {
    turn = turn.then(() => answer(order))
  })
}
