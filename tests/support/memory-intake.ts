import type { Delivery, Intake, Outcome } from '../../ingest/intake.ts'
import { coded } from '../../kernel/errors.ts'
import type { Refusal } from '../../kernel/ports.ts'

export type Taken = {
  readonly collector: string
  readonly source: string
  readonly text: string
  readonly place: string
}

export type MemoryIntake = Intake & {
  /** Every line that was taken, accepted or refused, in order of arrival. */
  readonly taken: readonly Taken[]
  readonly deliveries: readonly Delivery[]
  /** How often a delivery was turned away. */
  readonly turnedAway: number
  readonly texts: () => readonly string[]
  /** From now on deliveries are turned away for this reason; `undefined` lets them in again. */
  press(why: 'BACKPRESSURE' | 'DISK_FULL' | undefined): void
  /** Breaks in a way no input expects, once. */
  breakOnce(error: Error): void
  /** Resolves once `count` lines were taken. */
  until(count: number): Promise<void>
}

/** A line beginning with `{` that is no JSON, or that is not UTF-8, is refused, as the real intake would. */
const refusalOf = (bytes: Uint8Array): Refusal | undefined => {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { reason: 'encoding', detail: 'Dòng không phải UTF-8.' }
  }
  if (!text.startsWith('{')) return undefined
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return { reason: 'malformed', detail: 'Dòng không phải JSON hợp lệ.' }
  }
}

/** A real, small intake in memory that keeps the contract: all or nothing under pressure, refusals by index. */
export const memoryIntake = (): MemoryIntake => {
  const taken: Taken[] = []
  const deliveries: Delivery[] = []
  let pressed: 'BACKPRESSURE' | 'DISK_FULL' | undefined
  let broken: Error | undefined
  let turnedAway = 0
  let waiting: { count: number; done: () => void }[] = []

  const deliver = async (delivery: Delivery): Promise<Outcome> => {
    const error = broken
    broken = undefined
    if (error) throw error
    if (pressed) {
      turnedAway++
      throw coded(pressed, 'try again later')
    }
    const { collector, source, lines } = delivery
    const refused = lines.flatMap((bytes, index) => {
      const refusal = refusalOf(bytes)
      return refusal ? [{ index, refusal }] : []
    })
    deliveries.push(delivery)
    for (const [index, bytes] of lines.entries()) {
      taken.push({ collector, source, text: Buffer.from(bytes).toString('utf8'), place: delivery.place?.(index) ?? '' })
    }
    for (const { count, done } of waiting) if (taken.length >= count) done()
    waiting = waiting.filter(({ count }) => taken.length < count)
    return { accepted: lines.length - refused.length, refused }
  }

  return {
    deliver,
    get pressed() {
      return pressed !== undefined
    },
    get turnedAway() {
      return turnedAway
    },
    taken,
    deliveries,
    texts: () => taken.map(({ text }) => text),
    press: (why) => {
      pressed = why
    },
    breakOnce: (error) => {
      broken = error
    },
    until: (count) =>
      taken.length >= count ? Promise.resolve() : new Promise((done) => waiting.push({ count, done })),
  }
}
