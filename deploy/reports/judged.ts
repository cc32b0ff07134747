import type { Config } from '../config.ts'
import { type OpenedArchive, openArchive } from '../open-archive.ts'
import { type Saved, savedIn } from './saved.ts'

/** What a deployment gives to its reports: what was saved at one moment, and the logs that were judged by then. */
export type Judged = {
  readonly saved: Saved
  readonly archive: () => Promise<OpenedArchive>
}

/**
 * What one detector has judged is in the data folder; what several have, on Kafka. `since` and `absences` as `savedIn` takes them. Throws
 * `BAD_ARGUMENT` where nothing was ever judged, and as the cluster does.
 */
export const judgedBy = async (config: Config, since: number, absences: ReadonlySet<string>): Promise<Judged> => {
  if (config.detector) return (await import('../cluster/judged.ts')).judgedOnKafka(config, since, absences)
  return { saved: savedIn(config.data, since, absences), archive: () => openArchive(config) }
}
