/** How a field of a document is indexed. `parts`: lines of text that are searched for pieces of words. `kept`: given back, never searched. */
export type FieldKind = 'keyword' | 'date' | 'long' | 'byte' | 'double' | 'boolean' | 'ip' | 'text' | 'parts' | 'kept'

/**
 * Every field of an alert's document outside the product: the index template is made from this list, the document is typed by it, and the
 * boards name no other. ECS 8.11 where it has a name; the rest stands under `vonggac`. Times are UTC; `vonggac.local` and
 * `vonggac.fold_day` are Asia/Ho_Chi_Minh, so that no board buckets days in UTC.
 */
export const alertFields = {
  /** The alert's last act: what time ranges and the order of lists go by. */
  '@timestamp': 'date',
  'event.id': 'keyword',
  'event.kind': 'keyword',
  'event.dataset': 'keyword',
  'event.start': 'date',
  'event.end': 'date',
  /** 1 (low) to 4 (serious). */
  'event.severity': 'byte',
  /** When the newest revision was written. */
  'event.ingested': 'date',
  message: 'text',
  'rule.id': 'keyword',
  'rule.name': 'keyword',
  'rule.version': 'keyword',
  /** The person's id in the register; the account stands in `user.name` and `user.domain`, and whole in `vonggac.account`. */
  'user.id': 'keyword',
  'user.full_name': 'keyword',
  'user.name': 'keyword',
  'user.domain': 'keyword',
  'host.name': 'keyword',
  'device.id': 'keyword',
  'source.address': 'keyword',
  'source.ip': 'ip',
  'organization.id': 'keyword',
  'organization.name': 'keyword',

  'vonggac.revision': 'long',
  /** `low`, `medium`, `high`, `serious`. */
  'vonggac.level': 'keyword',
  /** `open`, `withdrawn`, `silenced`. */
  'vonggac.state': 'keyword',
  'vonggac.clause.id': 'keyword',
  'vonggac.clause.title': 'keyword',
  /** `violation`, or `sign` where no text binds. */
  'vonggac.clause.standing': 'keyword',
  /** Documents that bind: `CB`, `PT` … */
  'vonggac.clause.basis': 'keyword',
  'vonggac.entity.kind': 'keyword',
  'vonggac.entity.value': 'keyword',
  'vonggac.account': 'keyword',
  /** The unit and everything above it, root first: a board of a unit asks for it here. */
  'vonggac.unit.path': 'keyword',
  'vonggac.occurrences': 'long',
  'vonggac.late': 'boolean',
  'vonggac.doubted': 'boolean',
  'vonggac.unverifiable': 'boolean',
  'vonggac.sample': 'boolean',
  'vonggac.ended': 'date',
  'vonggac.withdrawn.at': 'date',
  'vonggac.withdrawn.reason': 'keyword',
  'vonggac.silenced.exception': 'keyword',
  'vonggac.silenced.document': 'keyword',
  'vonggac.replaces': 'keyword',
  /** When its first revision was written: «new» on a duty screen. */
  'vonggac.raised': 'date',
  'vonggac.fold_day': 'keyword',
  /** `<clause>/<person>/<fold day>` where the alert names a person: person-days are counted by it. */
  'vonggac.person_day': 'keyword',
  'vonggac.local.date': 'keyword',
  'vonggac.local.hour': 'byte',
  /** 1 = Monday … 7 = Sunday. */
  'vonggac.local.weekday': 'byte',
  /** The kind of day in the calendar: working, weekend, holiday … */
  'vonggac.local.day': 'keyword',

  /** The analysts' truth: nothing the engine writes touches it (architecture 2). */
  'triage.state': 'keyword',
  'triage.assignee': 'keyword',
  'triage.updated': 'date',
  'triage.due': 'date',
  'triage.revision': 'long',

  'vonggac.search': 'parts',
  /** The whole alert as JSON; boards leave it out. */
  'vonggac.body': 'kept',
  /** Which database this came from, and its place in that database's order of writing. */
  'vonggac.lineage': 'keyword',
  'vonggac.seq': 'long',
  /** Whether the newest revision only grew over the one before it. */
  'vonggac.grown': 'boolean',
} as const satisfies Readonly<Record<string, FieldKind>>

export type AlertField = keyof typeof alertFields
