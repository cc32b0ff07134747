import { localTime, MINUTE } from '../../../kernel/time.ts'
import type { DocumentUse } from '../acts.ts'
import { addTruth } from '../planting.ts'
import { type Officer, type Plot, plant, takeOne } from './plot.ts'

const WORD = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE'

/** Rule, what is done with a classed document, its class, and where it goes. What is sent is one on a connected machine, too. */
const CLASSED: readonly (readonly [string, DocumentUse['what'], DocumentUse['degree'], Partial<DocumentUse>])[] = [
  ['DAT-02', 'Gửi', 'Mật', { to: 'chat.zalo.me' }],
  ['DAT-03', 'Gửi', 'Tối mật', { to: 'an.rieng@gmail.com' }],
  ['DAT-04', 'Gửi', 'Mật', { to: 'https://gemini.google.com/app' }],
  ['DAT-05', 'Đăng', 'Mật', { to: 'www.facebook.com' }],
  ['DAT-06a', 'In', 'Tuyệt mật', {}],
  ['MED-04', 'Sao chép', 'Mật', { device: 'E0D55EA573F1' }],
  ['DAT-01a', 'Tạo', 'Mật', {}],
]

const told = ({ planting }: Plot, { id, account, unit }: Officer, rule: string, at: number, what: string): void =>
  addTruth(planting, {
    ...{ clause: rule.slice(0, 6), rule, unit: unit.id, person: id, at, what },
    entity: { kind: 'user', id: account.id },
    ...(rule === 'MED-04' && { needs: 'chính sách của đơn vị trong policy.yaml' }),
  })

/** An officer of a ward, whom all the texts bind. */
const someone = (plot: Plot, day: number) => takeOne(plot, { day, fits: ({ unit }) => unit.kind === 'ward' })

/** One officer does everything with classed documents; each is a violation of its own. */
const classed = (plot: Plot, i: number): void => {
  const { date, officer } = someone(plot, i + 4)
  const { pc: machine, account } = officer
  CLASSED.forEach(([rule, what, degree, more], n) => {
    const at = localTime(date, '09:40') + n * 4 * MINUTE
    plant(plot, [{ do: 'document', at, machine, account, what, degree, title: 'Danh sách.xlsx', ...more }])
    told(plot, officer, rule, at, `${what}: tài liệu ${degree} ${more.to ?? more.device ?? ''}`)
  })
}

/** DAT-01b, DAT-06b: what names alone tell. */
const named = (plot: Plot, i: number): void => {
  const { date, officer } = someone(plot, i + 2)
  const { pc: machine, account } = officer
  const at = localTime(date, '10:05') + plot.dice.int(0, 40) * MINUTE
  plant(plot, [
    { do: 'print', at, machine, account, title: 'Microsoft Word - MẬT_ke hoach dien tap.docx' },
    { do: 'print', at: at + MINUTE, machine, account, title: '[TỐI MẬT] Kế hoạch diễn tập' },
    { do: 'file', at: at + 2 * MINUTE, machine, account, path: 'D:\\TUYỆT MẬT - phuong an.docx', image: WORD },
  ])
  told(plot, officer, 'DAT-06b', at + MINUTE, 'in tài liệu có tên mang dấu mật')
  told(plot, officer, 'DAT-01b', at + 2 * MINUTE, 'lưu tệp có tên mang dấu mật')
}

export const secrets = [classed, named]
