import { describe, expect, test } from 'vitest'
import { actorOf } from '../../detectors/actor.ts'
import type { Found } from '../../detectors/machine.ts'
import type { Rule } from '../../detectors/meta.ts'
import { match } from '../../detectors/rule.ts'
import { slotsOf, tell } from '../../detectors/say.ts'
import { shownFacts } from '../../detectors/shown.ts'
import { ev, type Happening, type Rows, town } from '../../detectors/timeline.ts'
import { directoryData, withRows } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { type Derived, joiner } from '../../kernel/directory/join.ts'
import type { Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import { clock } from '../support/feed.ts'
import { about } from '../support/kinds.ts'

const derived: Derived = {
  signedIn: () => ({ user: 'bich@tinh', remote: false }),
  hostOf: () => 'pc-03',
  credentialChange: () => undefined,
  closedSince: () => undefined,
}
const joined = (what: Happening, rows: Rows = {}, registers?: Derived) =>
  joiner(
    createDirectory(directoryData(withRows(town, rows))),
    registers,
  )({
    id: 'e1',
    at: clock('09:00'),
    received: 0,
    source: 'windows',
    collector: 'c1',
    digest: 'd',
    ...what,
  } as Observation)

const slots = (what: Happening, found: Partial<Found> = {}, rows: Rows = {}, registers?: Derived) => {
  const event = joined(what, rows, registers)
  const whole: Found = { entity: 'x', at: event.at, trigger: event, events: [event], numbers: {}, ...found }
  const all = slotsOf(whole, event, actorOf({ needs: ['sessions'] }, event))
  return (template: string) => tell({ vi: template, en: template }, all)
}

describe('a sentence', () => {
  test('names the fields of its event, who it was, and when', () => {
    expect(slots(ev('login', { host: 'pc-01' }))('{user} {host} {system} {person} {unit} {time}').vi).toBe(
      'an.nv@tinh pc-01 windows Nguyễn Văn An Xã A 09:00 02/03/2026',
    )
  })

  test('has a word for what a source or the register does not know', () => {
    const text = slots(ev('login', { user: 'la', host: undefined, ip: undefined }))('{host} {ip} {person} {unit}')
    expect(text.vi).toBe('không rõ máy không rõ địa chỉ không rõ người không rõ đơn vị')
    expect(text.en).toBe('an unknown machine an unknown address an unknown person an unknown unit')
  })

  test('names the officer signed in where the event names nobody', () => {
    const attach = ev('media.attach', { host: 'pc-02', device: 'usb-7' })
    expect(slots(attach, {}, {}, derived)('{person}').vi).toBe('Trần Thị Bích')
    expect(slots(ev('login'), {}, {}, derived)('{person}').vi).toBe('Nguyễn Văn An')
  })

  test('reads numbers as a person would', () => {
    const numbers = { within: '10m', count: 5, strict: true, loose: false, due: clock('17:00'), values: ['a', 'b'] }
    const text = slots(ev('login'), { numbers })('{within}, {count}, {strict}, {loose}, {due}, {values}')
    expect(text.vi).toBe('10 phút, 5, có, không, 17:00 02/03/2026, a, b')
    expect(text.en).toBe('10 min, 5, yes, no, 17:00 02/03/2026, a, b')
  })

  test('reads only numbers of the policy as lengths of time: a machine may be called «10d»', () => {
    expect(
      slots(ev('login', { host: '10d', user: '5m' }), { numbers: { within: '5m' } })('{host} {user} {within}').vi,
    ).toBe('10d 5m 5 phút')
  })

  test('counts its events, repetitions included, where the kind has not counted itself', () => {
    const one = joined(ev('login'))
    expect(slots(ev('login'), { events: [{ ...one, count: 4 }, one] })('{times}').vi).toBe('5')
    expect(slots(ev('login'), { events: [one], numbers: { times: 9 } })('{times}').vi).toBe('9')
  })

  test('tells when it happened from when it was found', () => {
    expect(slots(ev('login'), { at: clock('09:00') + 90 * MINUTE })('{time} {until}').vi).toBe(
      '09:00 02/03/2026 10:30 02/03/2026',
    )
  })

  test('names the hours of the unit, and never the facts themselves', () => {
    const said = slots(ev('login'))
    expect(said('{hours}').vi).toMatch(/giờ làm việc/)
    expect(() => said('{facts}')).toThrow('{facts}')
    expect(() => said('{nothing}')).toThrow('{nothing}')
  })
})

describe('the facts shown with the evidence', () => {
  const all = ['person', 'account', 'upon', 'machine', 'origin', 'device', 'hours', 'roster', 'signedIn'] as const
  const rule = (...shows: Rule['shows'] & object) => match({ ...about, policy: {}, on: 'other', by: 'host', shows })
  const shown = (what: Happening, rows: Rows = {}, registers: Derived | null = derived) =>
    Object.fromEntries(
      shownFacts(rule(...all), joined(what, rows, registers ?? undefined)).map(({ name, vi, en }) => [
        name,
        { vi, en },
      ]),
    )

  test('are those the rule asks for, in its order, and no other', () => {
    expect(shownFacts(rule('account', 'person'), joined(ev('login'))).map(({ name }) => name)).toEqual([
      'account',
      'person',
    ])
    expect(shownFacts(rule(), joined(ev('login')))).toEqual([])
  })

  test('read as Vietnamese', () => {
    const facts = shown(ev('login', { ip: '192.0.2.13', host: 'pc-01' }))
    expect(Object.fromEntries(Object.entries(facts).map(([name, { vi }]) => [name, vi]))).toEqual({
      person: 'Nguyễn Văn An (p-an), đang công tác',
      account: 'an.nv@tinh: tài khoản cá nhân',
      upon: 'đối với an.nv@tinh: tài khoản cá nhân',
      machine: 'pc-01: máy trạm, giao cho p-an',
      origin: 'pc-03: máy trạm, giao cho p-cuong',
      device: 'thiết bị chưa đăng ký',
      hours: expect.stringMatching(/giờ làm việc/),
      roster: 'không có lịch trực, làm thêm hay công tác',
      signedIn: 'đang đăng nhập: bich@tinh',
    })
  })

  test('what the registers do not know is not shown', () => {
    expect(Object.keys(shown(ev('login', { user: 'la', host: 'la' }), {}, null))).toEqual(['device'])
  })

  test('a departed holder’s account, an administrator’s, a disabled one, a service’s', () => {
    expect(shown(ev('login', { user: 'nghi@tinh' }))['person']).toEqual({
      vi: 'Vũ Văn Nghi (p-nghi), nghỉ hưu từ 01/02/2026 theo 12/QĐ-UBND, ghi vào sổ lúc 08:00 20/01/2026',
      en: 'Vũ Văn Nghi (p-nghi), retired since 2026-02-01 by 12/QĐ-UBND, entered 08:00 20/01/2026',
    })
    expect(shown(ev('login', { user: 'quan.tri@tinh' }))['account']!.vi).toBe(
      'quan.tri@tinh: tài khoản cá nhân, có quyền quản trị',
    )
    const off = {
      accounts: [{ id: 'an.nv@tinh', person: 'p-an', kind: 'personal' as const, admin: false, enabled: false }],
    }
    expect(shown(ev('login'), off)['account']!.vi).toBe('an.nv@tinh: tài khoản cá nhân, đã khóa')
    expect(shown(ev('login', { user: 'dich.vu@tinh' }))['account']!.vi).toBe('dich.vu@tinh: tài khoản dịch vụ')
  })

  test('where nobody is to be named, they say how the holder stands and not who it is', () => {
    const facts = shownFacts(
      rule('person', 'machine', 'origin'),
      joined(ev('login', { user: 'nghi@tinh', ip: '192.0.2.13' }), {}, derived),
      false,
    )
    expect(facts.map(({ vi }) => vi)).toEqual([
      'người giữ tài khoản: nghỉ hưu từ 01/02/2026 theo 12/QĐ-UBND, ghi vào sổ lúc 08:00 20/01/2026',
      'pc-01: máy trạm, đã giao cho cán bộ',
      'pc-03: máy trạm, đã giao cho cán bộ',
    ])
    expect(JSON.stringify(facts)).not.toMatch(/p-an|p-nghi|p-cuong|Nghi/)
  })

  test('a machine for secrets, one of nobody’s, and a registered device', () => {
    expect(shown(ev('login', { host: 'mat-01' }))['machine']!.vi).toBe(
      'mat-01: máy trạm, giao cho p-an, máy soạn thảo văn bản mật',
    )
    expect(shown(ev('login', { host: 'dc-01' }))['machine']!.vi).toBe('dc-01: máy chủ, chưa giao cho ai')
    const rows = { devices: [{ id: 'usb-7', unit: 'xa-a', kind: 'token' as const }] }
    expect(shown(ev('media.attach'), rows)['device']!.vi).toBe('usb-7: thiết bị chứng thư số có trong sổ')
  })

  test('duty, with the time from and to', () => {
    const roster = [{ person: 'p-an', kind: 'duty' as const, from: '2026-03-02T08:00:00', to: '2026-03-02T22:00:00' }]
    expect(shown(ev('login'), { roster })['roster']).toEqual({
      vi: 'lịch trực từ 08:00 02/03/2026 đến 22:00 02/03/2026',
      en: 'duty from 08:00 02/03/2026 to 22:00 02/03/2026',
    })
  })
})
