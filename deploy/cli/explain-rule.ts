import { explainEvent } from '../../detectors/explain.ts'
import type { Rule } from '../../detectors/meta.ts'
import { policyFor } from '../../detectors/policy.ts'
import { joinersFor } from '../../detectors/raise.ts'
import { derivedRegisters } from '../../detectors/registers/derived.ts'
import { createState } from '../../detectors/state.ts'
import { sayInstant } from '../../kernel/time.ts'
import type { Records } from '../records.ts'
import { actLines, actsOfAll, type Look } from './explain-acts.ts'
import { actsOf } from './explain-entity.ts'
import { soughtLines } from './explain-sought.ts'
import { unjudgedHere } from './explain-unjudged.ts'
import { waitLine, waitsIn } from './explain-waits.ts'
import { permittedLines } from './readable.ts'

/** Bounds of event time, inclusive; `entity` in small letters. */
export type Asked = { readonly from: number; readonly to: number; readonly entity: string | undefined }

/**
 * What the rule seeks, every event it listens to with what decided and how far that brought it, what became of what was waited for,
 * then the alerts, then what is still waited for, then why none could be.
 */
export const explainRule = async (records: Records, rule: Rule, asked: Asked): Promise<readonly string[]> => {
  const { from, to, entity } = asked
  const unjudged = unjudgedHere(rule, records.version)
  const { acts, after } =
    entity === undefined
      ? { acts: await actsOfAll(records, rule, asked, unjudged.look), after: [] }
      : await actsOf(records, rule, { from, to, entity }, unjudged.look)
  return [
    `${rule.id} ${rule.title.vi}: từ ${sayInstant(from)} đến ${sayInstant(to)}`,
    ...soughtLines(rule, records.engine.overrides),
    ...acts.flatMap(actLines),
    ...(acts.length > 0 ? [] : [sayNobody(entity)]),
    ...after,
    ...(await alertsLines(records, rule, asked)),
    ...waitLines(records, rule, asked, unjudged.look),
    ...unjudged.lines(),
    ...(entity === undefined && rule.kind !== 'match'
      ? ['Thêm --entity GIÁ_TRỊ để biết luật đã đi đến đâu và còn thiếu gì với một tài khoản, máy hoặc thiết bị.']
      : []),
  ]
}

const sayNobody = (entity: string | undefined): string =>
  `Không có sự kiện nào thuộc loại luật này xét${entity === undefined ? '' : ` của «${entity}»`} trong khoảng này`

const alertsLines = async (records: Records, rule: Rule, { from, to, entity }: Asked): Promise<readonly string[]> => {
  const alerts = await records.alerts(rule.id, from, to, entity)
  if (alerts.length === 0) return ['→ không có cảnh báo nào của luật này trong khoảng này']
  return alerts.flatMap((alert) => [
    `→ cảnh báo ${alert.id} (${alert.occurrences} lần)${alert.withdrawn ? `, đã thu hồi lúc ${sayInstant(alert.withdrawn.at)} vì ${alert.withdrawn.reason.vi}` : ''}: ${alert.say.vi}`,
    ...permittedLines(alert, records.exceptions).map((line) => `    ${line}`),
  ])
}

/** What the running product waits for, as it was saved last. */
const waitLines = (records: Records, rule: Rule, { to, entity }: Asked, look: Look): readonly string[] => {
  if (rule.kind !== 'absence') return []
  const join = joinersFor(records.version.world.directory, derivedRegisters(createState()).derived)(rule)
  const policyOf = policyFor(rule, records.engine.overrides)
  return waitsIn(records.saved(rule.id))
    .filter((one) => one.wait.after.at <= to && (entity === undefined || one.entity === entity))
    .map((one) => {
      const event = join(one.wait.after)
      const policy = policyOf(event)
      look(event, explainEvent(rule, event, policy))
      return waitLine(rule, one, policy, { now: records.latest, watermark: records.watermark })
    })
}
