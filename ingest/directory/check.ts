import { parseCidr } from '../../kernel/directory/cidr.ts'
import { registers } from '../../kernel/directory/data.ts'
import { type ListKind, lists } from '../../kernel/directory/list-names.ts'
import { entryKey } from '../../kernel/directory/lists.ts'
import { APART } from '../../kernel/directory/names.ts'
import type { HoursRule, Register } from '../../kernel/directory/rows.ts'
import { titleOf, wordOf } from './columns.ts'
import { overlaps, stillWorking, undatedDeparture } from './contradictions.ts'
import { type Problem, problem } from './problem.ts'
import { checkReferences } from './references.ts'
import { type Located, type Sheets, spanOf } from './sheet.ts'

/** What no single cell shows: the registers held against themselves and one another. */
export const checkSheets = (sheets: Sheets, hours: readonly HoursRule[]): readonly Problem[] => [
  ...registers.flatMap((register) => sheets[register].flatMap((located) => backwards(register, located))),
  ...checkReferences(sheets, hours),
  ...(['units', 'accounts', 'machines', 'devices', 'networks', 'lists', 'systems'] as const).flatMap((register) =>
    overlaps(register, sheets[register]),
  ),
  ...sheets.machines.flatMap(setApart),
  ...sheets.people.flatMap(undatedDeparture),
  ...stillWorking(sheets.people),
  ...loops(sheets.units),
  ...sheets.networks.flatMap(unreadableNetwork),
  ...unknownWatchers(sheets),
  ...sheets.records.flatMap(undatedRecord),
  ...sheets.lists.flatMap(unreadableEntry),
  ...sheets.exceptions.flatMap(weakException),
  ...sheets.changes.flatMap(unscopedChange),
]

const backwards = (register: Register, located: Located<Register>): Problem[] => {
  const { from, to } = spanOf(register, located)
  if (from < to) return []
  const { row, file, line } = located
  const value = 'to' in row && row.to !== undefined ? row.to : ''
  return [
    problem(
      { file, line, column: titleOf(register, 'to'), value },
      'kết thúc trước khi bắt đầu',
      `một lúc không sớm hơn «${titleOf(register, 'from')}»`,
    ),
  ]
}

const loops = (units: readonly Located<'units'>[]): Problem[] =>
  units.flatMap(({ row, file, line }) => {
    const seen = new Set<string>()
    for (
      let id = row.parent;
      id !== undefined && !seen.has(id);
      id = units.find((unit) => unit.row.id === id)?.row.parent
    ) {
      if (id === row.id)
        return [
          problem(
            { file, line, column: titleOf('units', 'parent'), value: row.parent ?? '' },
            'đơn vị nằm dưới chính nó',
            'một đơn vị cấp trên khác',
          ),
        ]
      seen.add(id)
    }
    return []
  })

/** The product calls another machine of a registered one's name so. */
const setApart = ({ row, file, line }: Located<'machines'>): Problem[] =>
  row.id.includes(APART)
    ? [
        problem(
          { file, line, column: titleOf('machines', 'id'), value: row.id },
          `tên máy có dấu «${APART}»`,
          'tên máy như máy tự ghi trong nhật ký',
        ),
      ]
    : []

const unreadableNetwork = ({ row, file, line }: Located<'networks'>): Problem[] =>
  parseCidr(row.cidr)
    ? []
    : [
        problem(
          { file, line, column: titleOf('networks', 'cidr'), value: row.cidr },
          'không phải dải mạng',
          'dạng 192.0.2.0/24 hoặc 2001:db8::/32',
        ),
      ]

const forms: Readonly<Record<ListKind, string>> = {
  domain: 'tên miền có ít nhất một dấu chấm, không dấu tiếng Việt, dạng zalo.me',
  address: 'dạng 192.0.2.1, 192.0.2.0/24 hoặc 2001:db8::/32',
  product: 'tên phần mềm',
  path: 'tên tệp hoặc đoạn cuối của đường dẫn, dạng anydesk.exe',
  sha256: 'mã băm SHA-256, 64 chữ số thập lục phân',
}

const unreadableEntry = ({ row: { list, kind, entry }, file, line }: Located<'lists'>): Problem[] => {
  const kinds: readonly ListKind[] = lists[list]
  if (!kinds.includes(kind))
    return [
      problem(
        { file, line, column: titleOf('lists', 'kind'), value: wordOf('lists', 'kind', kind) },
        `danh mục «${wordOf('lists', 'list', list)}» không dùng loại này`,
        `một trong: ${kinds.map((one) => wordOf('lists', 'kind', one)).join(', ')}`,
      ),
    ]
  return entryKey(kind, entry) === undefined
    ? [problem({ file, line, column: titleOf('lists', 'entry'), value: entry }, 'giá trị không hợp lệ', forms[kind])]
    : []
}

const RULE = /^[A-Z]+-\d+[a-z]?$/

const weakException = ({ row, file, line }: Located<'exceptions'>): Problem[] => {
  const at = (field: string, value?: string) => ({
    file,
    line,
    column: titleOf('exceptions', field),
    ...(value === undefined ? {} : { value }),
  })
  const scoped = [row.unit, row.person, row.account, row.machine, row.device].some((scope) => scope !== undefined)
  return [
    ...(same(row.approver, row.signer)
      ? [problem(at('approver', row.approver), 'người duyệt trùng người ký', 'một người duyệt thứ hai, khác người ký')]
      : []),
    ...(scoped
      ? []
      : [
          problem(
            at('unit'),
            'ngoại lệ không có phạm vi',
            'ít nhất một trong: đơn vị, cán bộ, tài khoản, máy, thiết bị',
          ),
        ]),
    ...(RULE.test(row.rule)
      ? []
      : [problem(at('rule', row.rule), 'không phải mã quy tắc', 'dạng ACC-03 hoặc ACC-03a')]),
  ]
}

const same = (a: string, b: string): boolean => a.normalize().toLowerCase() === b.normalize().toLowerCase()

const unscopedChange = ({ row, file, line }: Located<'changes'>): Problem[] =>
  row.unit === undefined && row.person === undefined && row.machine === undefined
    ? [
        problem(
          { file, line, column: titleOf('changes', 'unit') },
          'thay đổi không có phạm vi',
          'ít nhất một trong: đơn vị, người thực hiện, máy',
        ),
      ]
    : []

const WATCHERS = { networks: ['monitor'], systems: ['web', 'sensor', 'firewall'] } as const

/** What watches a line or a system is a pipeline of the register, or nothing. */
const unknownWatchers = (sheets: Sheets): Problem[] => {
  const known = new Set(['-', ...sheets.pipelines.map(({ row: { collector, source } }) => `${collector}/${source}`)])
  return (['networks', 'systems'] as const).flatMap((register) =>
    sheets[register].flatMap(({ row, file, line }) =>
      WATCHERS[register].flatMap((field) => {
        const value = (row as Readonly<Partial<Record<string, unknown>>>)[field]
        if (typeof value !== 'string' || known.has(value)) return []
        const place = { file, line, column: titleOf(register, field), value }
        return [problem(place, 'không tìm thấy', '«bộ thu thập/nguồn» có trong pipelines.csv, hoặc «-» nếu chưa có')]
      }),
    ),
  )
}

const undatedRecord = ({ row, file, line }: Located<'records'>): Problem[] =>
  row.due === undefined && row.done === undefined
    ? [
        problem(
          { file, line, column: titleOf('records', 'done') },
          'việc không có ngày',
          'ngày thực hiện hoặc hạn thực hiện',
        ),
      ]
    : []
