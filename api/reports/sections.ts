import type { Block, Table } from './document.ts'
import type { Figures } from './figures.ts'
import type { Form, SectionName } from './form.ts'
import { attacked, attackers, malware, techniques } from './sections-attacks.ts'
import { compliance } from './sections-compliance.ts'
import { incidents, warnings } from './sections-incidents.ts'
import { levelsTable } from './sections-levels.ts'
import { sharing } from './sections-sharing.ts'
import { storage } from './sections-storage.ts'
import { general, remarks } from './sections-text.ts'
import { units } from './sections-units.ts'
import { changes, exceptions, lines, sources, systems } from './sections-watch.ts'
import { NOTHING, some } from './words.ts'
import { sayNothing } from './zeros.ts'

/** A table before it has its number. */
export type Sheet = Omit<Table, 'number'>
export type Drawn = Exclude<Block, Table> | Sheet

/** What a section is written from. */
export type Writing = { readonly figures: Figures; readonly form: Form }

const table = (sheet: Omit<Sheet, 'kind'>): Sheet => ({ kind: 'table', ...sheet })

const groups = ({ figures }: Writing): readonly Drawn[] => [
  table({
    caption: 'Cảnh báo theo loại',
    sheet: 'Theo loại',
    columns: [
      { title: 'Nhóm tấn công, hành vi', width: 6 },
      { title: 'Số cảnh báo', width: 2 },
      { title: 'Số máy', width: 2 },
      { title: 'Số tài khoản', width: 2 },
      { title: 'Số đơn vị', width: 2 },
      { title: 'Kỳ trước', width: 2 },
    ],
    rows: figures.groups.map(({ group, alerts, machines, accounts, units }) => [
      ...[group, alerts, ...[machines, accounts, units].map(some)],
      figures.before?.groups?.[group] ?? '–',
    ]),
    empty: sayNothing(figures),
    notes: figures.groups.length === 0 ? [] : ['Dấu «–»: cảnh báo không gắn với máy, tài khoản, đơn vị cụ thể.'],
  }),
]

const corrections = ({ figures }: Writing): readonly Drawn[] => [
  table({
    caption: 'Số liệu bổ sung và điều chỉnh giảm của các kỳ đã báo cáo',
    sheet: 'Bổ sung, điều chỉnh',
    columns: [
      { title: 'Kỳ', width: 2.6 },
      { title: 'Quy định', width: 5 },
      { title: 'Số liệu bổ sung (cảnh báo)', width: 2 },
      { title: 'Số liệu điều chỉnh giảm (cảnh báo)', width: 2.2 },
      { title: 'Bổ sung (người-ngày)', width: 1.8 },
      { title: 'Giảm (người-ngày)', width: 1.8 },
    ],
    rows: figures.corrections.map(({ said, title, clause, added, removed, addedDays, removedDays }) => [
      said[0]!.toUpperCase() + said.slice(1),
      `${title} (${clause})`,
      ...[added, removed, addedDays, removedDays],
    ]),
    empty: figures.before ? NOTHING : `${NOTHING} đối với các kỳ đã chốt; kỳ trước chưa chốt số liệu trong hệ thống`,
    notes:
      figures.corrections.length === 0
        ? []
        : ['Nhật ký hoặc quyết định đến sau khi chốt kỳ; số liệu của báo cáo đã gửi giữ nguyên.'],
  }),
]

/** Every section by its name in a template. */
export const sections: Readonly<Record<SectionName, (writing: Writing) => readonly Drawn[]>> = {
  general,
  systems,
  sources,
  lines,
  storage,
  changes,
  levels: levelsTable,
  groups,
  units,
  attacked,
  techniques,
  attackers,
  malware,
  compliance,
  incidents,
  warnings,
  sharing,
  corrections,
  exceptions,
  remarks,
}
