import type { PersonFact, Roster } from '../kernel/directory/facts.ts'
import type { Known, Row } from '../kernel/directory/rows.ts'
import { moments } from '../kernel/directory/span.ts'
import { sayDate, sayInstant, sayMinutes } from '../kernel/time.ts'
import { isAtMachine } from './actor.ts'
import type { LogEvent, Rule } from './meta.ts'

type Shown = { readonly name: string; readonly vi: string; readonly en: string }

const departure = ({ departed }: PersonFact): Omit<Shown, 'name'> | undefined =>
  departed && {
    vi: `${statuses[departed.status]} từ ${sayDate(departed.since)}${departed.decision ? ` theo ${departed.decision}` : ''}${departed.known > 0 ? `, ghi vào sổ lúc ${sayInstant(departed.known)}` : ''}`,
    en: `${departed.status} since ${departed.since}${departed.decision ? ` by ${departed.decision}` : ''}${departed.known > 0 ? `, entered ${sayInstant(departed.known)}` : ''}`,
  }

/** Where nobody is to be named, the register still says how the holder stands. */
const person = (p: PersonFact, named: boolean): Shown => {
  const left = departure(p) ?? { vi: 'đang công tác', en: 'in service' }
  return named
    ? { name: 'person', vi: `${p.name} (${p.id}), ${left.vi}`, en: `${p.name} (${p.id}), ${left.en}` }
    : { name: 'holder', vi: `người giữ tài khoản: ${left.vi}`, en: `the holder of the account: ${left.en}` }
}

const statuses = {
  transferred: 'chuyển công tác',
  retired: 'nghỉ hưu',
  resigned: 'nghỉ việc',
  dismissed: 'bị buộc thôi việc',
  deceased: 'đã mất',
} as const

const accountKinds = {
  personal: 'cá nhân',
  group: 'dùng chung',
  service: 'dịch vụ',
  machine: 'của máy',
  'break-glass': 'khẩn cấp',
} as const satisfies Record<Row<'accounts'>['kind'], string>

const roles = {
  workstation: 'máy trạm',
  laptop: 'máy tính xách tay',
  server: 'máy chủ',
  kiosk: 'máy ki-ốt',
  shared: 'máy dùng chung',
  meeting: 'máy phòng họp',
  diskless: 'máy không ổ cứng',
  display: 'máy trình chiếu',
  camera: 'camera',
  printer: 'máy in',
  phone: 'điện thoại',
  network: 'thiết bị mạng',
} as const satisfies Record<Row<'machines'>['role'], string>

const deviceKinds = {
  storage: 'thiết bị lưu trữ',
  token: 'thiết bị chứng thư số',
  backup: 'thiết bị sao lưu',
  install: 'đĩa cài đặt',
  secret: 'thiết bị mật',
  other: 'thiết bị khác',
} as const satisfies Record<Row<'devices'>['kind'], string>

const account = (a: Known<Row<'accounts'>>): Shown => ({
  name: 'account',
  vi: `${a.id}: tài khoản ${accountKinds[a.kind]}${a.admin ? ', có quyền quản trị' : ''}${a.enabled ? '' : ', đã khóa'}`,
  en: `${a.id}: ${a.kind} account${a.admin ? ', administrator' : ''}${a.enabled ? '' : ', disabled'}`,
})

/** The account that it was done to. */
const upon = (a: Known<Row<'accounts'>>): Shown => {
  const { vi, en } = account(a)
  return { name: 'upon', vi: `đối với ${vi}`, en: `to ${en}` }
}

const machine =
  (name: 'machine' | 'origin', named: boolean) =>
  (m: Known<Row<'machines'>>): Shown => ({
    name,
    vi: `${m.id}: ${roles[m.role]}${m.person ? (named ? `, giao cho ${m.person}` : ', đã giao cho cán bộ') : ', chưa giao cho ai'}${m.secrets ? ', máy soạn thảo văn bản mật' : ''}`,
    en: `${m.id}: ${m.role}${m.person ? (named ? `, assigned to ${m.person}` : ', assigned') : ', assigned to nobody'}${m.secrets ? ', for secrets' : ''}`,
  })

const rosterKinds = {
  duty: 'lịch trực',
  overtime: 'làm thêm giờ',
  mission: 'công tác',
  leave: 'nghỉ phép',
  'stand-in': 'làm thay',
} as const

const saySpan = (row: Roster, upTo: string): string => {
  const { from, to } = moments(row)
  return `${sayInstant(from)} ${upTo} ${sayInstant(to)}`
}

const roster = (rows: readonly Roster[]): Shown =>
  rows.length === 0
    ? { name: 'roster', vi: 'không có lịch trực, làm thêm hay công tác', en: 'no duty, overtime or mission' }
    : {
        name: 'roster',
        vi: rows.map((r) => `${rosterKinds[r.kind]} từ ${saySpan(r, 'đến')}`).join('; '),
        en: rows.map((r) => `${r.kind} from ${saySpan(r, 'to')}`).join('; '),
      }

/** Who is signed in without sitting there is not named beside what was done by hand. */
const signedIn = (session: NonNullable<LogEvent['facts']['signedIn']>): Shown =>
  isAtMachine(session)
    ? { name: 'signedIn', vi: `đang đăng nhập: ${session.user}`, en: `signed in: ${session.user}` }
    : {
        name: 'signedIn',
        vi: 'phiên đăng nhập duy nhất đang khóa, đã rời hoặc mở từ máy khác: không rõ ai ngồi ở máy',
        en: 'the only session is locked, left or looked at from another machine: nobody knows who sat there',
      }

/** Looks up all facts that `shownFacts` shows and a sentence names, so that saying them later looks nothing up. */
export const lookUpShown = ({ shows = [] }: Rule, { facts }: LogEvent): void => {
  const { person, unit: _u, signedIn: _s, hours: _h } = facts
  for (const name of shows) if (name !== 'roster' || person) facts[name]
  if (shows.includes('upon')) facts.upon.account
}

/**
 * The facts of calendar and directory that a rule shows with its evidence; what the registers do not know is not shown. `named`: the
 * clause obliges an officer; else no fact says who holds the account or the machine.
 */
export const shownFacts = (rule: Rule, event: LogEvent, named = true): Shown[] => [
  ...wrongClock(event),
  ...shownOf(rule, event, named),
]

/** An act is told under the time its machine gave it, whatever that is. */
const wrongClock = ({ at, clock }: LogEvent): Shown[] =>
  typeof clock === 'number'
    ? [
        {
          name: 'clock',
          vi: `đồng hồ máy chậm ${sayMinutes(clock).vi}: theo giờ đúng là ${sayInstant(at + clock)}`,
          en: `the clock of the machine is ${sayMinutes(clock).en} behind: by ours it was ${sayInstant(at + clock)}`,
        },
      ]
    : []

const shownOf = (rule: Rule, { facts }: LogEvent, named: boolean): Shown[] =>
  (rule.shows ?? []).flatMap((name): Shown[] => {
    switch (name) {
      case 'person':
        return facts.person ? [person(facts.person, named)] : []
      case 'account':
        return facts.account ? [account(facts.account)] : []
      case 'upon':
        return facts.upon.account ? [upon(facts.upon.account)] : []
      case 'machine':
        return facts.machine ? [machine('machine', named)(facts.machine)] : []
      case 'origin':
        return facts.origin ? [machine('origin', named)(facts.origin)] : []
      case 'device':
        return [
          {
            name,
            ...(facts.device
              ? {
                  vi: `${facts.device.id}: ${deviceKinds[facts.device.kind]} có trong sổ${facts.device.person && named ? `, giao cho ${facts.device.person}` : ''}`,
                  en: `${facts.device.id}: ${facts.device.kind}, registered${facts.device.person && named ? `, issued to ${facts.device.person}` : ''}`,
                }
              : { vi: 'thiết bị chưa đăng ký', en: 'device not registered' }),
          },
        ]
      case 'hours':
        return facts.hours ? [{ name, ...facts.hours.why }] : []
      case 'roster':
        return facts.person ? [roster(facts.roster)] : []
      case 'signedIn':
        return facts.signedIn ? [signedIn(facts.signedIn)] : []
      default:
        throw new Error(`no such fact: ${String(name satisfies never)}`)
    }
  })
