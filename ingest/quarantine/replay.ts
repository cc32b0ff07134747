import type { Intake } from '../intake.ts'
import type { OpenedLine } from './rows.ts'

export type ReplayPorts = {
  readonly read: (id: number) => OpenedLine | undefined
  /** Removes a line that is durable elsewhere now. */
  readonly remove: (id: number) => void
  readonly intake: Intake
  /** The source that lines of a collector are read by where they name none: what an input would say of one that comes now. */
  readonly defaultOf: DefaultSource
}

export type DefaultSource = (collector: string) => string

/** So many lines share a sync of the bus. */
const TOGETHER = 64

/**
 * Offers lines to the intake again, each with its own first receipt, place, heading and digest, and by the source it was for; one
 * that was for none (`auto`) by what its collector's source is today. A line of which only the beginning was kept is never offered: it would be read as what it is not. What was accepted twice after a crash has the same id twice.
 */
export const replayLines = async (ids: readonly number[], ports: ReplayPorts) => {
  let accepted = 0
  let refused = 0
  const one = async (id: number) => {
    const line = ports.read(id)
    if (!line) return
    if (line.cut || !(await isAccepted(line, ports))) {
      refused += 1
      return
    }
    ports.remove(id)
    accepted += 1
  }
  for (let at = 0; at < ids.length; at += TOGETHER) await Promise.all(ids.slice(at, at + TOGETHER).map(one))
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
