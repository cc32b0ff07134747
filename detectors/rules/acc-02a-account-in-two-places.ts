import { HOUR } from '../../kernel/time.ts'
import { clockRight } from '../conditions/clock.ts'
import { activePerson, itStaff, personalAccount, standingIn } from '../conditions/directory.ts'
import { atPersonalMachine, reachedFromElsewhere, seatOf, sessionOpenedThere } from '../conditions/place.ts'
import { is, on } from '../meta.ts'
import { distinct } from '../rule.ts'
import { type Beat, ev, type Timeline } from '../timeline.ts'

type Act = 'login' | 'logout' | 'session.lock' | 'session.unlock' | 'work' | 'sso'
/** `'09:00 work pc-02'`: what An's account did, and where. */
const day = (...acts: readonly `${string} ${Act} ${string}`[]): Timeline =>
  acts.map((text): Beat => {
    // The type has just said that there are three words.
    const [clock, act, host] = text.split(' ') as [string, Act, string]
    if (act === 'work') return [clock, ev('activity', { host, what: 'winword.exe' })]
    if (act === 'sso')
      return [clock, ev('login', { host: undefined, system: 'ioffice', via: 'application', from: host })]
    return [clock, ev(act, { host })]
  })
const turns = day('08:00 login pc-01', '09:00 login pc-02', '09:01 work pc-01')
const fromPc01 = (via: 'remote' | 'unlock'): Beat => ['09:00', ev('login', { host: 'pc-02', via, from: 'pc-01' })]

/**
 * Used, left for another machine and used again within two minutes: nobody walks that, so two people have the account.
 * All machines of the holder are one place. A session merely left open is ACC-09's.
 */
export const rule = distinct({
  id: 'ACC-02a',
  version: 1,
  clause: 'ACC-02',
  title: { vi: 'Một tài khoản được dùng cùng lúc ở nhiều máy', en: 'One account in use at several machines at once' },
  say: {
    vi: '{user} được thao tác cùng lúc trên {count} nơi trở lên trong vòng {atOnce}, gần nhất lúc {time}',
    en: '{user} was acted upon at {count} places or more at once, within {atOnce}, last at {time}',
  },
  respond: {
    vi: 'Gọi cán bộ giữ tài khoản và người ngồi ở máy còn lại để hỏi ai đang dùng; buộc đổi mật khẩu ngay; nếu không ai nhận, coi là lộ tài khoản (ACC-15)',
    en: 'Call the holder and whoever sits at the other machine; force a password change; if nobody owns up, treat the account as compromised (ACC-15)',
  },
  level: 'high',
  mitre: ['T1078'],
  /** `programs`: what a person opens. Everything else may run by itself in a session left open (ACC-09). */
  policy: {
    count: 2,
    within: '12h',
    atOnce: '2m',
    programs: [
      'winword.exe',
      'excel.exe',
      'powerpnt.exe',
      'notepad.exe',
      'mspaint.exe',
      'calc.exe',
      'acrord32.exe',
      'acrobat.exe',
      'foxitpdfreader.exe',
      'snippingtool.exe',
    ],
  },
  doubts: ['assumed'],
  needs: ['sessions', 'leases'],
  shows: ['person', 'account', 'machine', 'origin', 'roster', 'signedIn'],

  by: 'user',
  on: ['login', 'activity', 'session.unlock'],
  sought: [
    is<'login' | 'activity' | 'session.unlock', { readonly programs: readonly string[] }>(
      'thao tác của người: đăng nhập, mở khóa hoặc làm việc',
      'an act of a person: log-on, unlock or work',
      (e, { programs }) => {
        if (e.action === 'activity') return programs.includes(e.what)
        if (e.action === 'session.unlock') return true
        return e.ok && e.automatic !== true && ['interactive', 'unlock', 'application'].includes(e.via)
      },
    ),
    personalAccount,
    activePerson,
    atPersonalMachine,
    sessionOpenedThere,
    clockRight,
  ],
  excused: [reachedFromElsewhere, itStaff, standingIn],
  of: (event) => {
    const seat = seatOf(event)
    return seat?.person !== undefined && seat.person === event.facts.account?.person ? `@${seat.person}` : seat?.id
  },
  until: on(['logout', 'session.lock']),

  cases: {
    fires: {
      'two machines worked at in turn': { level: 'high', beats: turns },
      'exactly two minutes apart': day('08:00 login pc-01', '09:00 login pc-02', '09:02 work pc-01'),
      'exactly twelve hours after the first act': day('07:00 login pc-01', '18:59 login pc-02', '19:00 login pc-01'),
      'a morning of turns is one alert': [...turns, ...day('09:02 work pc-02', '09:03 work pc-01')],
      'unlocked while the other is in use': day('08:00 login pc-01', '09:00 login pc-02', '09:01 session.unlock pc-01'),
      'an application from two machines': [
        ['07:50', ev('login')],
        ['07:50', ev('login', { user: 'bich@tinh', host: 'pc-02' })],
        ...day('08:00 sso pc-01', '08:05 sso pc-02', '08:06 sso pc-01'),
      ],
    },
    quiet: {
      'the clock of the other machine is wrong': [
        ...day('08:00 login pc-01'),
        ['09:00', ev('login', { host: 'pc-02', clock: 3 * HOUR })],
        ...day('09:01 work pc-01'),
      ],
      'walked from one machine to the other': day('08:00 login pc-01', '09:00 login pc-02', '09:01 work pc-02'),
      'walked back, two minutes and a second': day('08:00 login pc-01', '09:00 login pc-02', '09:02:01 work pc-01'),
      'the first act was more than twelve hours ago': day(
        '06:59:59 login pc-01',
        '18:59 login pc-02',
        '19:00 login pc-01',
      ),
      'locked behind oneself, there and back': day(
        '08:00 login pc-01',
        '08:58 session.lock pc-01',
        '09:00 login pc-02',
        '09:01 session.unlock pc-01',
      ),
      'logged off, there and back': day(
        '08:00 login pc-01',
        '08:58 logout pc-01',
        '09:00 login pc-02',
        '09:01 login pc-01',
      ),
      'twin log-ons of one machine': day('08:00 login pc-01', '08:00 login pc-01', '08:00:01 work pc-01'),
      'both machines are the holder’s': {
        with: {
          machines: [{ id: 'pc-02', unit: 'xa-a', person: 'p-an', role: 'laptop', secrets: false, agent: true }],
        },
        beats: turns,
      },
      'a shared counter': day('08:00 login pc-01', '09:00 login quay-01', '09:01 work pc-01'),
      'a kiosk': day('08:00 login pc-01', '09:00 login kiosk-01', '09:01 work pc-01'),
      'a machine the register does not know': day('08:00 login pc-01', '09:00 login may-la', '09:01 work pc-01'),
      'reached by RDP from the own machine, and worked at': [
        ...day('08:00 login pc-01'),
        fromPc01('remote'),
        ...day('09:00:30 work pc-02', '09:01 work pc-01', '09:01:30 work pc-02'),
      ],
      'a console session that was joined by RDP': [
        ...day('08:00 login pc-02', '08:30 login pc-01'),
        fromPc01('unlock'),
        ...day('09:01 work pc-01'),
      ],
      'a log-on at the console that says from where it was reached': [
        ...day('08:00 login pc-01'),
        ['09:00', ev('login', { host: 'pc-02', from: 'pc-01' })],
        ...day('09:01 work pc-01'),
      ],
      'an application used inside that RDP session': [
        ...day('08:00 login pc-01'),
        fromPc01('remote'),
        ...day('09:01 sso pc-01', '09:02 sso pc-02', '09:03 sso pc-01'),
      ],
      'a session left open there goes on by itself': [
        ...day('08:00 login pc-02', '09:00 login pc-01'),
        ['09:01', ev('activity', { host: 'pc-02', what: 'chrome.exe' })],
        ...day('09:02 work pc-01'),
      ],
      'nobody knows how the session there was opened': day('08:00 login pc-01', '09:00 work pc-02', '09:01 work pc-01'),
      'a group account in an officer’s name': {
        with: { accounts: [{ id: 'an.nv@tinh', person: 'p-an', kind: 'group', admin: false, enabled: true }] },
        beats: turns,
      },
      'a departed holder: ACC-03': {
        with: { people: [{ id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'retired', it: false }] },
        beats: turns,
      },
      'a roaming administrator': {
        with: { people: [{ id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'working', it: true }] },
        beats: turns,
      },
      'standing in': {
        with: {
          roster: [
            { person: 'p-an', kind: 'stand-in', from: '2026-03-02T00:00', to: '2026-03-03T00:00', for: 'p-bich' },
          ],
        },
        beats: turns,
      },
    },
  },
})
