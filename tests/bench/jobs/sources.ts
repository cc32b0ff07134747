import { instancesOf } from '../../../deploy/sources.ts'
import { INTAKE_LIMITS } from '../../../ingest/intake/local.ts'
import { deliveryReader } from '../../../ingest/intake/read-delivery.ts'
import type { Delivery } from '../../../ingest/intake.ts'
import { masker } from '../../../ingest/mask.ts'
import type { Source } from '../../../ingest/source.ts'
import { builtInSources } from '../../../ingest/sources/index.ts'
import { measure } from '../measure.ts'
import type { Measured } from '../scenario.ts'

/** Some days after the times that samples tell. */
const RECEIVED = Date.parse('2026-03-09T01:00:00Z')
const BATCH = 500

/** So many lines of a source in batches, out of the samples that it reads; each batch stands under one heading. */
const deliveriesOf = ({ id, samples }: Source, lines: number): readonly Delivery[] => {
  const read = Object.values(samples).filter(
    ({ yields, zone }) => yields.length > 0 && typeof yields !== 'string' && !zone,
  )
  const all =
    read.length > 0
      ? read
      : Object.values(samples).filter(({ yields }) => yields.length > 0 && typeof yields !== 'string')
  return Array.from({ length: Math.ceil(lines / BATCH) }, (_, batch): Delivery => {
    const { heading } = all[batch % all.length]!
    const own = all.filter((sample) => sample.heading === heading).map(({ line }) => Buffer.from(line))
    return {
      ...{ collector: 'c-01', source: id, lines: Array.from({ length: BATCH }, (_line, i) => own[i % own.length]!) },
      ...{ place: (index) => String(batch * BATCH + index), text: { heading } },
    }
  })
}

/** Lines of every source that needs no mapping of its own, an equal part each, as the intake reads them: what is refused is a fault here. */
export const job = async ({ lines }: { readonly lines: number }): Promise<Measured> => {
  const mask = masker(new Uint8Array(32))
  const read = deliveryReader({ instances: instancesOf([]), mask, lineBytes: INTAKE_LIMITS.lineBytes })
  const each = Math.ceil(lines / builtInSources.length)
  const deliveries = builtInSources.flatMap((source) => deliveriesOf(source, each))
  const measured = await measure(async () => {
    let accepted = 0
    for (const delivery of deliveries) {
      const { messages, refused } = await read(delivery, RECEIVED)
      if (refused.length > 0) throw new Error(`${delivery.source}: ${refused[0]!.refused.detail}`)
      accepted += messages.length
    }
    return accepted
  })
  return { ...measured, extra: { sources: builtInSources.length } }
}
