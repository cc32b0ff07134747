import type { FieldKind } from './alert-fields.ts'

/**
 * What a document beside the alerts speaks of (`event.dataset`). The first five are samples of how the product stands (one minute); the last
 * two say what could be judged at all on one day.
 */
export const datasets = {
  /** The product itself, or one of its processes. */
  service: 'vonggac.service',
  /** A log source that must deliver, or does: a collector and a source. */
  source: 'vonggac.source',
  /** How much waits between two stages. */
  lag: 'vonggac.lag',
  /** Lines nobody could read, by reason. */
  quarantine: 'vonggac.quarantine',
  /** Something to look at, in force at the moment. */
  finding: 'vonggac.finding',
  /** One clause in one unit on one day. */
  clause: 'vonggac.clause',
  /** Machines and accounts of one unit on one day. */
  unit: 'vonggac.unit',
} as const
export type Dataset = (typeof datasets)[keyof typeof datasets]

const common = {
  /** Samples: the minute. Coverage: when the day begins (05:00 in Asia/Ho_Chi_Minh), so that a board up to now shows today. */
  '@timestamp': 'date',
  'event.kind': 'keyword',
  'event.dataset': 'keyword',
  'event.ingested': 'date',
  'service.name': 'keyword',
  /** Of samples: which process says so: its role and what was drawn for its data folder. Counts of several processes add up. */
  'service.node.name': 'keyword',
  'organization.id': 'keyword',
  'organization.name': 'keyword',
  /** The unit and everything above it, root first, as of the day. */
  'vonggac.unit.path': 'keyword',
  'vonggac.sample': 'boolean',
} as const satisfies Readonly<Record<string, FieldKind>>

/** Every field of a sample (`status`), and of the newest sample of each thing (`current`). Spans are seconds, sizes bytes. */
export const statusFields = {
  ...common,
  /** Seconds since the sample before it: what counts and rates are of. */
  'vonggac.interval': 'double',

  /** The collector. */
  'observer.name': 'keyword',
  /** `collector/source`. */
  'vonggac.pipeline.id': 'keyword',
  'vonggac.pipeline.source': 'keyword',
  /** `alive`, `silent` (overdue), `never` (listed, and never heard), `undeclared` (it delivers, and no row lists it). */
  'vonggac.pipeline.state': 'keyword',
  /** Event time of its newest event. */
  'vonggac.pipeline.last_seen': 'date',
  /** Since that event; of one never heard, since the product listens. */
  'vonggac.pipeline.silent': 'double',
  /** How often it must speak at least. */
  'vonggac.pipeline.rhythm': 'double',

  /** Records taken in the interval, by source or by the whole product, and a second. */
  'vonggac.events.count': 'long',
  'vonggac.events.rate': 'double',
  /** Of a source: lines refused in the interval. */
  'vonggac.events.refused': 'long',
  /** Lines lost at the inputs, and secrets replaced, in the interval. */
  'vonggac.events.lost': 'long',
  'vonggac.events.masked': 'long',

  /** `ok`, `degraded`, `failing`. */
  'vonggac.status': 'keyword',
  /** The same as a number, so that of several processes the worst is the largest: 0, 1, 2. That all is well (0) only who judges can say; else absent. */
  'vonggac.trouble': 'byte',
  /** How far everything has been judged, and how far that is behind the clock. */
  'vonggac.watermark.at': 'date',
  'vonggac.watermark.delay': 'double',
  /** Re-evaluations that wait, and that are set aside. */
  'vonggac.reevaluation.waiting': 'long',
  'vonggac.reevaluation.aside': 'long',
  /** Of the product: how many sources are in each state. Of a source: 1 or 0, so that a sum over sources says «none» where there are some. */
  'vonggac.sources.alive': 'long',
  'vonggac.sources.silent': 'long',
  'vonggac.sources.never': 'long',
  /** Machines of the register that showed life within 24 hours up to the watermark. */
  'vonggac.machines.seen': 'long',
  /** Bytes free where the data lies. */
  'vonggac.disk.free': 'long',
  /** Days until it is full at the mean rate of the last day; absent while nobody can say. */
  'vonggac.disk.days_left': 'double',
  'vonggac.archive.damaged': 'long',

  /** `records` (taken, not judged), `archive`, `archive-elastic` (not archived), `elastic` (alerts not sent), `raw:<topic>` (not read yet). */
  'vonggac.lag.name': 'keyword',
  /** How many wait. */
  'vonggac.lag.count': 'long',
  /** How long the oldest of them does; absent where nobody can say. */
  'vonggac.lag.seconds': 'double',

  /** `malformed`, `too-large`, `encoding`, `time`, `unknown-source`, `schema`. */
  'vonggac.quarantine.reason': 'keyword',
  /** Lines refused in the interval. */
  'vonggac.quarantine.count': 'long',
  /** Of the product (`vonggac.service`): lines held, and dropped since the quarantine exists. */
  'vonggac.quarantine.held': 'long',
  'vonggac.quarantine.dropped': 'long',

  'vonggac.finding.code': 'keyword',
  /** The finding's sentence. */
  message: 'text',
} as const satisfies Readonly<Record<string, FieldKind>>
export type StatusField = keyof typeof statusFields

/**
 * Every field of a day's coverage. Counts are of that day (05:00 to 05:00, as alerts fold) and add up over units and days, but for
 * cardinalities that the alerts themselves give. One process writes them, of what all know.
 */
export const coverageFields = {
  ...common,
  'vonggac.local.date': 'keyword',
  'vonggac.fold_day': 'keyword',
  /** `Sở X › Văn phòng [so-x-vp]`, and the same of each unit above it: what a reader chooses a unit by. */
  'vonggac.unit.label': 'keyword',

  'vonggac.clause.id': 'keyword',
  'vonggac.clause.title': 'keyword',
  /** `assessed`, `violated` (assessed, and an open alert says so), `partly` (for some, or of a part of it, nobody can say), `not-assessable`. */
  'vonggac.coverage.state': 'keyword',
  /** Why it is `not-assessable` or `partly`: `not-bound`, `no-source`, `silent`, `policy` (the unit's policy keeps the rule silent), `rule` (the rules leave something out), `indeterminate`. */
  'vonggac.coverage.reason': 'keyword',
  /** 1 or 0 each: so that sums and rates need no filter. `assessed` counts `violated` and `partly` in. */
  'vonggac.coverage.assessed': 'long',
  'vonggac.coverage.violated': 'long',
  'vonggac.coverage.not_assessable': 'long',
  /** People, machines or accounts for which the clause could not be judged over some span of the day. */
  'vonggac.coverage.indeterminate': 'long',
  /** Open alerts of the day, and people named in them. */
  'vonggac.coverage.alerts': 'long',
  'vonggac.coverage.person_days': 'long',

  /** Computers of the register that must have endpoint protection. */
  'vonggac.protection.expected': 'long',
  /** Of these: seen in use that day; protected (in use, and nothing says otherwise); without a sign of protection; in use and not to be judged. */
  'vonggac.protection.seen': 'long',
  'vonggac.protection.protected': 'long',
  'vonggac.protection.missing': 'long',
  'vonggac.protection.unknown': 'long',
  /** Never seen since the product listens. */
  'vonggac.protection.never_seen': 'long',
  /** Registered as unable to have one. */
  'vonggac.protection.exempt': 'long',

  /** Accounts of the register in force and enabled, by kind. */
  'vonggac.accounts.total': 'long',
  'vonggac.accounts.personal': 'long',
  'vonggac.accounts.shared': 'long',
  'vonggac.accounts.service': 'long',
  'vonggac.accounts.admin': 'long',
  /** Whose person has left, with no hand-over running. */
  'vonggac.accounts.departed': 'long',
  /** Password set within 7 days, 90 days, longer ago, and unknown: by the register's `passwordSet` alone. */
  'vonggac.passwords.week': 'long',
  'vonggac.passwords.quarter': 'long',
  'vonggac.passwords.older': 'long',
  'vonggac.passwords.unknown': 'long',
  /** Days since the oldest known one was set. */
  'vonggac.passwords.oldest_days': 'long',
} as const satisfies Readonly<Record<string, FieldKind>>
export type CoverageField = keyof typeof coverageFields
