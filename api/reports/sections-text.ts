import { levels } from '../../kernel/alert.ts'
import type { Figures } from './figures.ts'
import { lackingInputs } from './kinds.ts'
import { sayPending } from './pending.ts'
import type { Drawn, Writing } from './sections.ts'
import { totalOf } from './unknown.ts'
import { levelTitle, sayMoment, sayNumber, UNKNOWN } from './words.ts'
import { isDeaf, isWholeHeard, NO_SOURCE, sayDeaf, sayNone, zeroOf } from './zeros.ts'

const DOTS = '……………'

const contactOf = ({ form }: Writing): string => {
  const { name, department, position, address, phone, mobile, email } = form.agency.contact
  return [
    `${name ?? DOTS}`,
    `${position ?? 'chức vụ'} ${position === undefined ? DOTS : ''}`.trim(),
    department ?? `bộ phận ${DOTS}`,
    `địa chỉ: ${address ?? DOTS}`,
    `điện thoại: ${[phone, mobile].filter((one) => one !== undefined).join(', ') || DOTS}`,
    `thư điện tử: ${email ?? DOTS}`,
  ].join('; ')
}

/** What was watched, and by whom; what a report without findings rests on. */
export const general = (writing: Writing): readonly Drawn[] => {
  const { figures, form } = writing
  const { period, watched, judgedTo, complete } = figures
  const items = [
    `Thời gian giám sát: từ ${sayMoment(period.from)} đến ${sayMoment(complete ? period.to : judgedTo)}; phương thức: ${form.agency.method}.`,
    `Chủ quản hệ thống thông tin: ${form.agency.owner}.`,
    `Đơn vị vận hành: ${form.agency.operator}.`,
    `Đầu mối giám sát: ${contactOf(writing)}.`,
    `Phạm vi giám sát (tại thời điểm cuối kỳ): ${sayNumber(watched.units)} đơn vị, ${sayNumber(watched.people)} cán bộ, ${sayNumber(watched.accounts)} tài khoản, ${sayNumber(watched.machines)} máy (trong đó ${sayNumber(watched.servers)} máy chủ), ${sayNumber(watched.sources)} nguồn nhật ký khai báo trong kỳ.`,
    watched.events === undefined
      ? figures.sources.length === 0
        ? `Nhật ký tiếp nhận: không có. ${NO_SOURCE}.`
        : `Nhật ký tiếp nhận: không có dữ liệu (${sayDeaf(figures)}).`
      : `Nhật ký tiếp nhận và phân tích: ${sayNumber(watched.events)} bản ghi.`,
  ]
  return [
    ...items.map((text) => ({ kind: 'item' as const, text })),
    ...(complete
      ? []
      : [{ kind: 'note' as const, text: `Kỳ báo cáo chưa kết thúc: số liệu tạm tính đến ${sayMoment(judgedTo)}.` }]),
    { kind: 'text', text: summaryOf(figures) },
  ]
}

const summaryOf = (figures: Figures): string => {
  const total = totalOf(figures)
  const judged = figures.clauses.filter((clause) => clause.judged === 'judged').length
  const hasSources = figures.sources.length > 0
  const troubled = figures.sources.filter(({ state }) => state === 'interrupted' || state === 'silent').length
  const partly = figures.sources.filter(({ valid }) => valid !== undefined).length
  const rest = !hasSources
    ? `${NO_SOURCE} về phần không có phát hiện.`
    : isWholeHeard(figures)
      ? 'Mọi nguồn nhật ký hoạt động liên tục trong kỳ.'
      : `${sayNumber(troubled)} trên ${sayNumber(figures.sources.length)} nguồn nhật ký bị gián đoạn hoặc mất kết nối${partly > 0 ? `, ${sayNumber(partly)} nguồn chỉ có hiệu lực trong một phần của kỳ` : ''}; nơi và lúc không có dữ liệu, báo cáo không kết luận là không phát sinh.`
  if (total === null)
    return `Kết quả chung: ${hasSources ? `không có dữ liệu để kết luận; ${sayDeaf(figures)} trong kỳ` : `không có dữ liệu. ${NO_SOURCE}`}.`
  if (total === 0 && figures.pending)
    return `Kết quả chung: chưa thấy cảnh báo nào, nhưng chưa kết luận được là không phát sinh: ${sayPending(figures.pending)}. ${rest}`
  if (total === 0)
    return `Kết quả chung: ${sayNone('cảnh báo nào', zeroOf(figures))}. Kết luận này dựa trên việc theo dõi nêu trên; ${sayNumber(judged)} quy định được đánh giá đủ trong toàn kỳ ở mọi đơn vị. ${rest}`
  const by = [...levels]
    .reverse()
    .map((level) => ({ level, alerts: figures.levels[level].alerts ?? 0 }))
    .filter(({ alerts }) => alerts > 0)
    .map(({ level, alerts }) => `${sayNumber(alerts)} mức ${levelTitle(level).toLowerCase()}`)
  return `Kết quả chung: ${sayNumber(total)} cảnh báo (${by.join(', ')}). ${rest}`
}

/** What the head may say: prefilled with the largest numbers, to be completed by hand. */
export const remarks = ({ figures }: Writing): readonly Drawn[] => {
  const clauses = figures.clauses.filter(({ alerts }) => alerts > 0).sort((a, b) => b.alerts - a.alerts)
  const most = clauses.slice(0, 3).map(({ title, alerts }) => `${title.toLowerCase()} (${sayNumber(alerts)} cảnh báo)`)
  const lost = figures.sources.filter(({ state }) => state === 'silent').length
  const broken = figures.sources.filter(({ state }) => state === 'interrupted').length
  const inputs = lackingInputs(figures.sources)
  const asked = [
    // How they stand today is not known here: only what they were in the period.
    ...(lost + broken > 0
      ? [`làm rõ nguyên nhân ${sayTroubled(lost, broken)} trong kỳ, khôi phục nguồn nào đến nay chưa gửi lại`]
      : []),
    ...(inputs.length > 0
      ? [`bổ sung nguồn nhật ký bắt buộc còn thiếu (${inputs.join('; ')}) cho hệ thống từ cấp độ 3 trở lên`]
      : []),
  ]
  return [
    {
      kind: 'item',
      text: `Nhận xét, đánh giá: ${most.length === 0 ? (isDeaf(figures) ? UNKNOWN.toLowerCase() : sayNone('cảnh báo', zeroOf(figures))) : `nhiều nhất là ${most.join('; ')}`}.`,
    },
    { kind: 'item', text: `Phương hướng kỳ tới: ${DOTS}${DOTS}${DOTS}` },
    { kind: 'item', text: `Kiến nghị, đề xuất: ${[...asked, `${DOTS}${DOTS}`].join('; ')}` },
  ]
}

const sayTroubled = (lost: number, broken: number): string =>
  [
    ...(lost > 0 ? [`${sayNumber(lost)} nguồn nhật ký mất kết nối`] : []),
    ...(broken > 0 ? [`${sayNumber(broken)} nguồn ${lost > 0 ? '' : 'nhật ký '}bị gián đoạn`] : []),
  ].join(', ')
