import { parseArgs } from 'node:util'
import { loadRules } from '../../detectors/load.ts'
import { coded } from '../../kernel/errors.ts'
import { DAY } from '../../kernel/time.ts'
import { openRecords } from '../records.ts'
import type { Command } from './command.ts'
import { explainRule } from './explain-rule.ts'
import { instantOf } from './instant.ts'
import { printable } from './printable.ts'
import { alertLines } from './readable.ts'

export const explain: Command = {
  name: 'explain',
  usage: 'explain --rule ID [--entity GIÁ_TRỊ] [--from T] [--to T] [--config DIR] | explain --alert ID [--config DIR]',
  title: 'vì sao có (hoặc không có) cảnh báo: luật tìm gì, từng sự kiện, điều kiện đầu tiên không thỏa, còn thiếu gì',
  options: [
    '--from, --to: khoảng cần xem, giờ Việt Nam như 2026-03-02T22:40, hoặc cả ngày như 2026-03-02; không ghi --to thì đến bây giờ, không ghi --from thì 24 giờ trước --to',
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
        for (const line of alertLines(alert, records.exceptions)) console.log(printable(line))
        return 0
      }
      if (values.rule === undefined) throw coded('BAD_ARGUMENT', 'cần --rule ID hoặc --alert ID')
      const rule = (await loadRules()).find(({ id }) => id === values.rule)
      if (!rule) throw coded('BAD_ARGUMENT', `không có luật «${values.rule}» (xem: rules list)`)
      const to = values.to === undefined ? records.latest : instantOf(values.to, 'to')
      const from = values.from === undefined ? to - DAY : instantOf(values.from, 'from')
      for (const line of await explainRule(records, rule, { from, to, entity: values.entity?.toLowerCase() }))
        console.log(printable(line))
      return 0
    } finally {
      await records.close()
    }
  },
}
