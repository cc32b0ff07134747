import type { Obligation } from '../../kernel/directory/duties.ts'
import type { Action } from '../../kernel/event.ts'
import { sayDate, sayInstant } from '../../kernel/time.ts'
import { actionName } from '../console/labels/actions.ts'
import { nameOfNumber } from '../console/labels.ts'
import { saySpans } from '../reports/words.ts'
import type { Cell, CoverageState, CoveredClause, CoveredUnit } from './coverage.ts'
import { stateNames, stateOf } from './coverage.ts'
import type { Hint } from './hints/hint.ts'
import { hintsFor, hintsOfWitness } from './hints.ts'
import type { Lack } from './lack.ts'

/* What coverage says, in a reader's words. */

const SHOWN = 5
const few = (names: readonly string[]): string =>
  names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} và ${names.length - SHOWN} nữa`

const acts = (actions: readonly Action[]): string =>
  few(actions.map((action) => `«${actionName[action].toLowerCase()}»`))

/** A sentence as the end of another. */
const lowered = (sentence: string): string => `${sentence[0]!.toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`

const registers = {
  machines: 'sổ máy không có máy nào của đơn vị',
  accounts: 'sổ tài khoản không có tài khoản nào của đơn vị',
  all: 'danh bạ không có máy, người, tài khoản nào của đơn vị',
} as const

/** Where the registers of a unit would have to tell of what it owes. */
const untold: Readonly<Record<Obligation, string>> = {
  return: 'machines.csv và devices.csv chưa ghi máy, thiết bị nào của đơn vị giao cho ai (cột «giao cho»)',
  report: 'people.csv chưa ghi ngày đơn vị báo cáo về người nghỉ, chuyển công tác nào (cột «báo ngày»)',
  level: 'systems.csv chưa có hệ thống nào của đơn vị',
  logs: 'systems.csv chưa ghi nguồn nhật ký của hệ thống từ cấp độ 3 nào của đơn vị (cột «nhật ký web», «nhật ký ids», «nhật ký tường lửa»)',
  monitoring: 'networks.csv chưa ghi đường Internet nào của đơn vị được giám sát bởi nguồn nào (cột «nguồn giám sát»)',
  separation: 'networks.csv chưa ghi đủ mạng camera, một cửa, công cộng của đơn vị kèm đường mạng (cột «đường mạng»)',
  regulation: 'records.csv chưa ghi quy chế nào của đơn vị',
  'restore-test': 'records.csv chưa ghi lần kiểm tra khôi phục nào của hệ thống thuộc đơn vị',
  wipe: 'records.csv chưa ghi lần xóa dữ liệu, hủy ổ cứng nào của chính đơn vị',
}

/** One sentence a lack. */
const sayLack = (lack: Lack): string => {
  switch (lack.kind) {
    case 'no-source':
      return `thiếu nguồn: danh bạ không khai báo nguồn nhật ký nào ghi được ${acts(lack.actions)} của đơn vị`
    case 'not-yet':
      return `nguồn ${few(lack.sources)} ${
        lack.since === undefined
          ? `chưa được đọc ${acts(lack.asked)} lúc lập bảng này`
          : `chỉ được đọc ${acts(lack.asked)} từ ${sayInstant(lack.since)}; trước đó không đánh giá được`
      }`
    case 'silent':
      return `nguồn không gửi gì trong kỳ: ${few(lack.sources)}`
    case 'interrupted':
      return `nguồn ${lack.source} gián đoạn ${saySpans(lack.spans)}`
    case 'undeclared':
      return `chưa có nguồn có hiệu lực hoặc có dữ liệu ${saySpans(lack.spans)}`
    case 'no-days':
      return `${lack.days.length} ngày làm việc không có nhật ký cần thiết từ máy của đơn vị: ${few(lack.days.map(sayDate))}`
    case 'no-event':
      return `trong kỳ và 30 ngày đến hết kỳ không có sự kiện nào về ${acts(lack.actions)}: có thể chưa bật ghi`
    case 'machines':
      return `${lack.machines.length} máy trong sổ không gửi nhật ký cần thiết: ${few(lack.machines)}`
    case 'policy':
      return `${lack.rule}: đơn vị chưa khai «${nameOfNumber(lack.gate)}» (chính sách ${lack.gate} của luật)`
    case 'rule':
      return `quy tắc chỉ xét một phần của quy định: ${lowered(lack.missing)}`
    case 'register':
      return registers[lack.register]
    case 'duties':
      return lack.since === undefined
        ? `danh bạ chưa cho biết: ${untold[lack.obligation]}`
        : `danh bạ chỉ cho biết từ ${sayInstant(lack.since)}; trước đó ${untold[lack.obligation]}`
    case 'no-pipeline':
      return 'danh bạ chưa khai báo nguồn nhật ký nào cho đơn vị'
    case 'lost':
      return 'kho lưu trữ thiếu hoặc hỏng một phần nhật ký của kỳ'
    case 'pending':
      return 'còn phần của kỳ chờ đánh giá lại'
    case 'indeterminate':
      return `${lack.cases} trường hợp (${lack.entities} đối tượng) không xác định được, đã loại khỏi mẫu số`
    default:
      throw new Error(String(lack satisfies never))
  }
}

/** Why a clause that a unit has no cell of is not judged there. */
const sayUncovered = ({ id, rules, texts }: CoveredClause, { notBound }: Pick<CoveredUnit, 'notBound'>): string =>
  notBound.includes(id)
    ? `chưa có văn bản nào ràng buộc đơn vị (cần ${texts.join(' hoặc ')} trong directives.csv)`
    : rules.length === 0
      ? 'chưa có quy tắc: hệ thống chưa xét quy định này ở bất cứ đâu'
      : ''

type CellReading = {
  readonly state: CoverageState
  readonly said: string
  readonly cell?: Cell
  readonly reasons: readonly string[]
  readonly hints: readonly Hint[]
}

/** One cell of the matrix for a reader: what stands there, why, and what would let more be seen. */
export const readCell = (unit: CoveredUnit, clause: CoveredClause): CellReading => {
  const cell = unit.cells.find((one) => one.clause === clause.id)
  const state = stateOf(unit, clause)
  if (!cell) {
    const wanted = state === 'no-rule' ? hintsOfWitness(clause.witness) : []
    return { state, said: stateNames[state], reasons: [sayUncovered(clause, unit)], hints: wanted }
  }
  const wanted = [...new Set(cell.lacks.flatMap((lack) => ('actions' in lack ? hintsFor(lack.actions) : [])))]
  return { state, said: stateNames[state], cell, reasons: cell.lacks.map(sayLack), hints: wanted }
}
