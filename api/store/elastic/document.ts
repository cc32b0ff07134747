import { type Alert, levels } from '../../../kernel/alert.ts'
import type { AlertField } from '../../../kernel/alert-fields.ts'
import { accountOf } from '../../../kernel/ecs.ts'
import { foldDay, type Instant, localWeekday } from '../../../kernel/time.ts'
import { searchText, stateOf, unitPath } from '../../filter.ts'
import { type Document, nested, type Value } from './nested.ts'

/** What the store knows beside the alert. */
export type Around = {
  readonly written: Instant
  readonly raised: Instant
  readonly lineage: string
  readonly grown: boolean
  readonly seq?: number | undefined
}

const iso = (at: Instant): string => new Date(at).toISOString()

/** An alert as its document, nested, without what is absent. Throws `RangeError` for a time that is none. */
export const documentOf = (alert: Alert, around: Around): Document =>
  nested({ ...whatItIs(alert), ...whoAndWhere(alert), ...howItStands(alert), ...kept(alert, around) })

type Fields = Readonly<Partial<Record<AlertField, Value>>>

const whatItIs = (alert: Alert): Fields => ({
  '@timestamp': iso(alert.last),
  'event.id': alert.id,
  'event.kind': 'alert',
  'event.dataset': 'vonggac.alerts',
  'event.start': iso(alert.first),
  'event.end': iso(alert.last),
  'event.severity': levels.indexOf(alert.level) + 1,
  message: alert.say.vi,
  'rule.id': alert.rule.id,
  'rule.name': alert.rule.title.vi,
  'rule.version': alert.rule.version,
  'vonggac.clause.id': alert.clause.id,
  'vonggac.clause.title': alert.clause.title.vi,
  'vonggac.clause.standing': alert.clause.standing,
  'vonggac.clause.basis': [...new Set(alert.clause.basis.map(({ doc }) => doc))],
})

const whoAndWhere = (alert: Alert): Fields => {
  const { entity, subject, local, first } = alert
  const account = accountOf(subject.account)
  return {
    'vonggac.entity.kind': entity.kind,
    'vonggac.entity.value': entity.value,
    'user.id': subject.person?.id,
    'user.full_name': subject.person?.name,
    'user.name': account?.name,
    'user.domain': account?.domain,
    'vonggac.account': subject.account,
    'host.name': subject.machine,
    'device.id': subject.device,
    'source.address': subject.address,
    'source.ip': subject.address,
    'organization.id': subject.unit?.id,
    'organization.name': subject.unit?.name,
    'vonggac.unit.path': unitPath(alert),
    'vonggac.fold_day': foldDay(first),
    'vonggac.person_day': subject.person && [alert.clause.id, subject.person.id, foldDay(first)].join('/'),
    'vonggac.local.date': local.date,
    'vonggac.local.hour': local.hour,
    'vonggac.local.weekday': localWeekday(first),
    'vonggac.local.day': local.day,
  }
}

const howItStands = (alert: Alert): Fields => ({
  'vonggac.revision': alert.revision,
  'vonggac.level': alert.level,
  'vonggac.state': stateOf(alert),
  'vonggac.occurrences': alert.occurrences,
  'vonggac.late': alert.late,
  'vonggac.doubted': alert.doubts.length > 0,
  'vonggac.unverifiable': alert.unverifiable !== undefined,
  'vonggac.sample': alert.sample,
  'vonggac.ended': alert.ended === undefined ? undefined : iso(alert.ended),
  'vonggac.withdrawn.at': alert.withdrawn && iso(alert.withdrawn.at),
  'vonggac.withdrawn.reason': alert.withdrawn?.reason.vi,
  'vonggac.silenced.exception': alert.silenced?.exception,
  'vonggac.silenced.document': alert.silenced?.document,
  'vonggac.replaces': alert.replaces,
})

const kept = (alert: Alert, { written, raised, lineage, grown, seq }: Around): Fields => ({
  'event.ingested': iso(written),
  'vonggac.raised': iso(raised),
  'vonggac.search': searchText(alert).split('\n'),
  'vonggac.body': JSON.stringify(alert),
  'vonggac.lineage': lineage,
  'vonggac.grown': grown,
  'vonggac.seq': seq,
})
