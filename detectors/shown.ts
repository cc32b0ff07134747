import type { PersonFact, Roster } from '../kernel/directory/facts.ts'
import type { Known, Row } from '../kernel/directory/rows.ts'
import { sayDate } from '../kernel/time.ts'
import type { LogEvent, Rule } from './meta.ts'

type Shown = { readonly name: string; readonly vi: string; readonly en: string }

const person = (p: PersonFact): Shown => {
  const left = p.departed && {
    vi: `, ${statuses[p.departed.status]} từ ${sayDate(p.departed.since)}${p.departed.decision ? ` theo ${p.departed.decision}` : ''}`,
    en: `, ${p.departed.status} since ${p.departed.since}${p.departed.decision ? ` by ${p.departed.decision}` : ''}`,
  }
  return { name: 'person', vi: `${p.name} (${p.id})${left?.vi ?? ''}`, en: `${p.name} (${p.id})${left?.en ?? ''}` }
}

const statuses = {
  transferred: 'chuyển công tác',
  retired: 'nghỉ hưu',
  resigned: 'nghỉ việc',
  dismissed: 'bị buộc thôi việc',
  deceased: 'đã mất',
} as const

const account = (a: Known<Row<'accounts'>>): Shown => ({
  name: 'account',
  vi: `${a.id}: tài khoản ${a.kind === 'personal' ? 'cá nhân' : a.kind}${a.admin ? ', có quyền quản trị' : ''}${a.enabled ? '' : ', đã khóa'}`,
  en: `${a.id}: ${a.kind} account${a.admin ? ', administrator' : ''}${a.enabled ? '' : ', disabled'}`,
})

const machine =
  (name: 'machine' | 'origin') =>
  (m: Known<Row<'machines'>>): Shown => ({
    name,
    vi: `${m.id}: ${m.role}${m.person ? `, giao cho ${m.person}` : ', chưa giao cho ai'}${m.secrets ? ', máy soạn thảo văn bản mật' : ''}`,
    en: `${m.id}: ${m.role}${m.person ? `, assigned to ${m.person}` : ', assigned to nobody'}${m.secrets ? ', for secrets' : ''}`,
  })

const rosterKinds = {
  duty: 'lịch trực',
  overtime: 'làm thêm giờ',
  mission: 'công tác',
  leave: 'nghỉ phép',
  'stand-in': 'làm thay',
} as const

const roster = (rows: readonly Roster[]): Shown =>
  rows.length === 0
    ? { name: 'roster', vi: 'không có lịch trực, làm thêm hay công tác', en: 'no duty, overtime or mission' }
    : {
        name: 'roster',
        vi: rows.map((r) => `${rosterKinds[r.kind]} ${r.from}–${r.to}`).join('; '),
        en: rows.map((r) => `${r.kind} ${r.from}–${r.to}`).join('; '),
      }

/** The facts of calendar and directory that a rule shows with its evidence; what the registers do not know is not shown. */
export const shownFacts = (rule: Rule, { facts }: LogEvent): Shown[] =>
  (rule.shows ?? []).flatMap((name): Shown[] => {
    switch (name) {
      case 'person':
        return facts.person ? [person(facts.person)] : []
      case 'account':
        return facts.account ? [account(facts.account)] : []
      case 'machine':
        return facts.machine ? [machine('machine')(facts.machine)] : []
      case 'origin':
        return facts.origin ? [machine('origin')(facts.origin)] : []
      case 'device':
        return [
          {
            name,
            ...(facts.device
              ? { vi: `${facts.device.id}: ${facts.device.kind}`, en: `${facts.device.id}: ${facts.device.kind}` }
              : { vi: 'thiết bị chưa đăng ký', en: 'device not registered' }),
          },
        ]
      case 'hours':
        return facts.hours ? [{ name, ...facts.hours.why }] : []
      case 'roster':
        return facts.person ? [roster(facts.roster)] : []
      case 'signedIn':
        return facts.signedIn
          ? [{ name, vi: `đang đăng nhập: ${facts.signedIn.user}`, en: `signed in: ${facts.signedIn.user}` }]
          : []
      default:
        throw new Error(`no such fact: ${String(name satisfies never)}`)
    }
  })
