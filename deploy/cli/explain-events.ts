import { byTime, type Observation, outranks } from '../../kernel/event.ts'
import type { Asked } from '../../kernel/ports.ts'
import type { Records } from '../records.ts'

/** An event, and how many copies of it there are: delivered again, or read again. */
export type Copied = { readonly o: Observation; readonly copies: number }

/** What the archive holds of what is asked, with what the registers say in that span; in order, each event once. */
export const eventsIn = async (
  { archive, version }: Pick<Records, 'archive' | 'version'>,
  asked: Asked,
): Promise<readonly Copied[]> => {
  const found = new Map<string, Copied>()
  for (const o of version.register) if (o.at >= asked.from && o.at <= asked.to) found.set(o.id, { o, copies: 1 })
  for await (const batch of archive.read(asked))
    for (const o of batch) {
      if (o.at < asked.from || o.at > asked.to) continue
      const before = found.get(o.id)
      found.set(o.id, { o: before && !outranks(o, before.o) ? before.o : o, copies: (before?.copies ?? 0) + 1 })
    }
  return [...found.values()].sort((a, b) => byTime(a.o, b.o))
}
