import type { Worker } from 'node:worker_threads'
import { coded } from '../../kernel/errors.ts'
import type { Delivery } from '../intake.ts'
import { type Answer, type Order, orderOf, readOf } from './parcel.ts'
import type { Clocks, DeliveryReader, ReadDelivery } from './read-delivery.ts'

export type PoolOptions = {
  /** How many threads read. */
  readonly workers: number
  /** Starts one of them: a thread that runs `serve`. */
  readonly start: () => Worker
  /** Told that a thread ended by itself, and how many deliveries it was reading; each of them is read once more. */
  readonly onCrash: (error: unknown, deliveries: number) => void
}

export type Pool = { readonly read: DeliveryReader; close(): Promise<void> }

type Task = {
  readonly delivery: Delivery
  readonly received: number
  readonly clocks: Clocks | undefined
  readonly done: (read: ReadDelivery) => void
  readonly failed: (error: unknown) => void
  /** Threads that ended while they read it. */
  crashes: number
}

/** A delivery that has taken so many threads with it is not tried any further. */
const TRIES = 2

/**
 * Reads deliveries in threads of their own; each goes to the thread with the least to do, as a whole, so that its lines keep their order
 * and their headings. A thread that ends is replaced and what it was at is read again. What ends a second one is rejected with
 * BACKPRESSURE: nothing of it was taken, and its sender still has it.
 */
export const openPool = ({ workers, start, onCrash }: PoolOptions): Pool => {
  let last = 0
  let closed = false
  const threads = Array.from({ length: workers }, () => threadOf())

  function threadOf() {
    const tasks = new Map<number, Task>()
    let worker: Worker | undefined

    const crash = (one: Worker, error: unknown): void => {
      if (worker !== one) return
      worker = undefined
      const lost = [...tasks.values()]
      tasks.clear()
      if (closed) {
        for (const { failed } of lost) failed(new Error('the pool is closed'))
        return
      }
      onCrash(error, lost.length)
      for (const task of lost) {
        task.crashes += 1
        if (task.crashes < TRIES) assign(task)
        else task.failed(coded('BACKPRESSURE', 'Luồng đọc nhật ký gặp lỗi nội bộ; lần gửi này chưa được nhận.', error))
      }
    }

    const answered = (answer: Answer): void => {
      const task = tasks.get(answer.id)
      tasks.delete(answer.id)
      if ('failed' in answer) task?.failed(answer.failed)
      else task?.done(readOf(answer))
    }

    const open = (): Worker => {
      const fresh = start()
      fresh.on('message', answered)
      fresh.on('error', (error) => crash(fresh, error))
      fresh.on('exit', (code) => crash(fresh, new Error(`a thread of the intake ended (${code})`)))
      return fresh
    }

    return {
      get load() {
        return tasks.size
      },
      take(task: Task): void {
        worker ??= open()
        const order: Order = orderOf(++last, task.delivery, task.received, task.clocks)
        tasks.set(order.id, task)
        worker.postMessage(order, [order.lines.bytes.buffer])
      },
      close: async () => {
        await worker?.terminate()
      },
    }
  }

  const assign = (task: Task): void => threads.reduce((a, b) => (b.load < a.load ? b : a)).take(task)

  return {
    read: (delivery, received, clocks) =>
      new Promise((done, failed) => {
        if (closed) failed(new Error('the pool is closed'))
        else assign({ delivery, received, clocks, done, failed, crashes: 0 })
      }),
    close: async () => {
      closed = true
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}
