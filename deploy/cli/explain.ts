import { parseArgs } from 'node:util'
import { explainEvent, partsOf, sayVerdict } from '../../detectors/explain.ts'
import { loadRules } from '../../detectors/load.ts'
import { actionsOf } from '../../detectors/machine.ts'
import { policyFor } from '../../detectors/policy.ts'
import { joinersFor } from '../../detectors/raise.ts'
import { derivedRegisters } from '../../detectors/registers/derived.ts'
import { createState } from '../../detectors/state.ts'
import { registerReach } from '../../detectors/target.ts'
import { coded } from '../../kernel/errors.ts'
import { byTime, entityOf, type Observation } from '../../kernel/event.ts'
import { DAY, sayInstant } from '../../kernel/time.ts'
import { openRecords } from '../records.ts'
import type { Command } from './command.ts'

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
      if (values.alert !== undefined) return explainAlert(records, values.alert)
      if (values.rule === undefined) throw coded('BAD_ARGUMENT', 'cần --rule ID hoặc --alert ID')
      const rule = (await loadRules()).find(({ id }) => id === values.rule)
      if (!rule) throw coded('BAD_ARGUMENT', `không có luật «${values.rule}» (xem: rules list)`)
      const to = instant(values.to, records.latest, 'to')
      const from = instant(values.from, to - DAY, 'from')
      const registers = derivedRegisters(createState())
      const heard = new Set(partsOf(rule).flatMap(({ selector }) => actionsOf(selector)))
      const all: Observation[] = []
      // The registers must stand as they stood: who was signed in, which password had just been changed.
      for await (const batch of records.archive.read({ from: from - registerReach(rule), to: to + 1 }))
        all.push(...batch)
      const join = joinersFor(records.directory, registers.derived)(rule)
      const policyOf = policyFor(rule, records.overrides)
      console.log(`${rule.id} ${rule.title.vi}: từ ${sayInstant(from)} đến ${sayInstant(to)}`)
      for (const o of all.sort(byTime)) {
        registers.accept(o)
        const entity = entityOf(o, rule.by)
        if (o.at < from || !heard.has(o.action) || entity === undefined) continue
        if (values.entity !== undefined && entity !== values.entity.toLowerCase()) continue
        const event = join(o)
        const parts = explainEvent(rule, event, policyOf(event)).map(
          ({ part, verdict }) => `${part.vi}: ${sayVerdict(verdict)}`,
        )
        console.log(`${sayInstant(o.at)}  ${o.action}  ${entity}  ${o.id}\n    ${parts.join('\n    ')}`)
      }
      const alerts = await records.alerts(rule.id, from, to, values.entity)
      for (const alert of alerts)
        console.log(
          `→ cảnh báo ${alert.id} (${alert.occurrences} lần)${alert.withdrawn ? ', đã thu hồi' : ''}: ${alert.say.vi}`,
        )
      if (alerts.length === 0) console.log('→ không có cảnh báo nào của luật này trong khoảng này')
      return 0
    } finally {
      records.close()
    }
  },
}

const explainAlert = async (records: Awaited<ReturnType<typeof openRecords>>, id: string): Promise<number> => {
  const alert = await records.alert(id)
  if (!alert) throw coded('BAD_ARGUMENT', `không có cảnh báo «${id}»`)
  console.log(`${alert.say.vi}\n${alert.clause.id} ${alert.clause.title.vi}`)
  for (const { doc, at, quote } of alert.clause.basis) console.log(`  ${doc} ${at ?? ''}: ${quote ?? ''}`)
  for (const { at, events, numbers, facts } of alert.evidence) {
    console.log(`${sayInstant(at)}  ${JSON.stringify(numbers)}`)
    for (const fact of facts) console.log(`    ${fact.vi}`)
    for (const event of events)
      console.log(`    ${sayInstant(event.at)}  ${event.action}  ${JSON.stringify(event.fields)}  ${event.digest}`)
  }
  if (alert.withdrawn) console.log(`Đã thu hồi: ${alert.withdrawn.reason.vi}`)
  return 0
}
