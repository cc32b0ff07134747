import type { Intake } from '../intake.ts'
import type { OpenedLine } from './rows.ts'

export type ReplayPorts = {
  readonly read: (id: number) => OpenedLine | undefined
  /** Removes lines that are durable elsewhere now, all or none. */
  readonly remove: (ids: readonly number[]) => void
  readonly intake: Intake
  /** The source that lines of a collector are read by where they name none: what an input would say of one that comes now. */
  readonly defaultOf: DefaultSource
}

export type DefaultSource = (collector: string) => string

/** So many lines, or so many bytes of them, share a sync of the bus and one of the quarantine. */
const [LINES, BYTES] = [512, 2 * 1024 * 1024]

/**
 * Offers lines to the intake again, each with its own first receipt, place, heading and digest, and by the source it was for; one
 * that was for none (`auto`) by what its collector's source is today. A line of which only the beginning was kept is never offered: it
 * would be read as what it is not. They leave once the log has them: what was accepted twice after a crash has the same id twice.
 */
export const replayLines = async (ids: readonly number[], ports: ReplayPorts) => {
  let [accepted, refused] = [0, 0]
  for (let at = 0; at < ids.length; ) {
    const batch: OpenedLine[] = []
    for (let bytes = 0; at < ids.length && batch.length < LINES && bytes < BYTES; at++) {
      const line = ports.read(ids[at]!)
      if (!line) continue
      batch.push(line)
      bytes += line.raw.length
    }
    // One that fails must not keep what the others came to from being written down.
    const outcomes = await Promise.allSettled(batch.map(async (line) => !line.cut && (await isAccepted(line, ports))))
    const taken = batch.filter((_, i) => {
      const outcome = outcomes[i]!
      return outcome.status === 'fulfilled' && outcome.value
    })
    ports.remove(taken.map(({ id }) => id))
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
    accepted += taken.length
    refused += batch.length - taken.length
  }
  return { accepted, refused }
}

const isAccepted = async (line: OpenedLine, { intake, defaultOf }: ReplayPorts): Promise<boolean> => {
  const { collector, source, place, received, bytes, digest } = line
  const outcome = await intake.deliver({
    collector,
    source: source === 'auto' ? defaultOf(collector) : source,
    lines: [line.raw],
    place: () => place,
    text: { heading: line.heading },
    received,
    original: () => ({ bytes, digest, cut: false }),
    quarantined: true,
  })
  return outcome.refused.length === 0
}
