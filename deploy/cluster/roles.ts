/** What one process does: everything, or one part of it. */
export const roles = ['all', 'ingest', 'detect', 'api'] as const
export type Role = (typeof roles)[number]

export type Parts = {
  /** Takes logs: inputs, quarantine, the minute hand. */
  readonly takes: boolean
  /** Judges them: slots, archive, the clerk's folder. */
  readonly detects: boolean
  /** Tells of alerts beyond its own pages: Elasticsearch. Each process has pages and health. */
  readonly shows: boolean
}

export const partsOf = (role: Role): Parts => ({
  takes: role === 'all' || role === 'ingest',
  detects: role === 'all' || role === 'detect',
  shows: role === 'all' || role === 'api',
})
