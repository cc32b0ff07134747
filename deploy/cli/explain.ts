import { parseArgs } from 'node:util'
import { explainEvent, partsOf, sayVerdict } from '../../detectors/explain.ts'
import { loadRules } from '../../detectors/load.ts'
import { actionsOf } from '../../detectors/machine.ts'
import type { LogEvent, Rule } from '../../detectors/meta.ts'
import { policyFor } from '../../detectors/policy.ts'
import { joinersFor } from '../../detectors/raise.ts'
import { derivedRegisters } from '../../detectors/registers/derived.ts'
import { createState } from '../../detectors/state.ts'
import { registerReach } from '../../detectors/target.ts'
import { coded } from '../../kernel/errors.ts'
import { byTime, entityOf, type Observation } from '../../kernel/event.ts'
import { DAY, sayInstant } from '../../kernel/time.ts'
import { unjudgedIn } from '../coverage.ts'
import { openRecords, type Records } from '../records.ts'
import type { Command } from './command.ts'
import { alertLines, type UnjudgedHere, unjudgedLines } from './readable.ts'

const instant = (text: string | undefined, usual: number, name: string): number => {
  if (text === undefined) return usual
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}+07:00`)
  if (Number.isNaN(at))
    throw coded('BAD_ARGUMENT', `--${name}: cần thời điểm như 2026-03-02T22:40 (giờ Việt Nam), nhận «${text}»`)
  return at
}

export const explain: Command = {
  name: 'explain',
  usage: 'explain --rule ID [--entity GIÁ_TRỊ] [--from T] [--to T] [--config DIR] | explain --alert ID [--config DIR]',
  title: 'vì sao có (hoặc không có) cảnh báo: từng sự kiện, điều kiện đầu tiên không thỏa',
  options: [
    '--from, --to: khoảng cần xem, giờ Việt Nam như 2026-03-02T22:40; không ghi --to thì đến bây giờ, không ghi --from thì 24 giờ trước --to',
    '--entity: chỉ xem một tài khoản, máy, thiết bị… (theo «by» của luật trong docs/RULES.md)',
  ],
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rule: { type: 'string' },
        entity: { type: 'string' },
        alert: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        config: { type: 'string' },
      },
    })
    const records = await openRecords(values.config)
    try {
      if (values.alert !== undefined) {
        const alert = await records.alert(values.alert)
        if (!alert) throw coded('BAD_ARGUMENT', `không có cảnh báo «${values.alert}»`)
        console.log(alertLines(alert).join('\n'))
        return 0
      }
      if (values.rule === undefined) throw coded('BAD_ARGUMENT', 'cần --rule ID hoặc --alert ID')
      const rule = (await loadRules()).find(({ id }) => id === values.rule)
      if (!rule) throw coded('BAD_ARGUMENT', `không có luật «${values.rule}» (xem: rules list)`)
      const to = instant(values.to, records.latest, 'to')
      const from = instant(values.from, to - DAY, 'from')
      await explainRule(records, rule, { from, to, entity: values.entity?.toLowerCase() })
      return 0
    } finally {
      records.close()
    }
  },
}

type Asked = { readonly from: number; readonly to: number; readonly entity: string | undefined }

/** Every event the rule listens to with what decided, then the alerts, then why none could be. */
const explainRule = async (records: Records, rule: Rule, asked: Asked): Promise<void> => {
  const { from, to } = asked
  const registers = derivedRegisters(createState())
  const heard = new Set(partsOf(rule).flatMap(({ selector }) => actionsOf(selector)))
  const all: Observation[] = []
  // The registers must stand as they stood: who was signed in, which password had just been changed.
  for await (const batch of records.archive.read({ from: from - registerReach(rule), to: to + 1 })) all.push(...batch)
  const join = joinersFor(records.directory, registers.derived)(rule)
  const policyOf = policyFor(rule, records.overrides)
  const unjudged = unjudgedHere(rule, records)
  console.log(`${rule.id} ${rule.title.vi}: từ ${sayInstant(from)} đến ${sayInstant(to)}`)
  for (const o of all.sort(byTime)) {
    registers.accept(o)
    const entity = entityOf(o, rule.by)
    if (o.at < from || !heard.has(o.action) || entity === undefined) continue
    if (asked.entity !== undefined && entity !== asked.entity) continue
    const event = join(o)
    const explained = explainEvent(rule, event, policyOf(event))
    unjudged.look(event, explained)
    const parts = explained.map(({ part, verdict }) => `${part.vi}: ${sayVerdict(verdict)}`)
    console.log(`${sayInstant(o.at)}  ${o.action}  ${entity}  ${o.id}\n    ${parts.join('\n    ')}`)
  }
  const alerts = await records.alerts(rule.id, from, to, asked.entity)
  for (const { id, occurrences, withdrawn, say } of alerts)
    console.log(`→ cảnh báo ${id} (${occurrences} lần)${withdrawn ? ', đã thu hồi' : ''}: ${say.vi}`)
  if (alerts.length === 0) console.log('→ không có cảnh báo nào của luật này trong khoảng này')
  for (const line of unjudged.lines()) console.log(line)
}

/** Parts of a rule that speak for whom it is about; a picked event of theirs accuses nobody. */
const EXCULPATING: ReadonlySet<string> = new Set(['taken back', 'unless', 'expected', 'sign of life', 'ended unseen'])

/** Gathers the events that meet the conditions where nothing is judged. */
const unjudgedHere = ({ id, clause: name }: Rule, { catalogue, directory }: Records) => {
  const clause = catalogue.get(name)
  if (!clause) throw new Error(`rule ${id} names a clause the catalogue does not have: ${name}`)
  const found = new Map<string, UnjudgedHere>()
  return {
    look({ at, facts }: LogEvent, explained: ReturnType<typeof explainEvent>): void {
      const unit = facts.unit?.id
      const why = unjudgedIn(clause, unit, at, directory)
      if (!why || !explained.some(({ part, verdict }) => verdict.verdict === 'picked' && !EXCULPATING.has(part.en)))
        return
      const key = `${why} ${unit}`
      found.set(key, { why, unit, events: (found.get(key)?.events ?? 0) + 1 })
    },
    lines: () => unjudgedLines(id, clause, [...found.values()]),
  }
}
