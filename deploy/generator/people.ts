import type { LocalDate } from '../../kernel/time.ts'
import { addDays } from '../../kernel/time.ts'
import { weekOf } from './calendar.ts'
import type { Absent, Account, AppSystem, Machine, Person, Province, Unit } from './model.ts'
import { loginOf, personName } from './names.ts'
import { random } from './random.ts'

/** Hands out login names, SIDs and accounts of one province; each login is given once. */
export type Registrar = {
  login(name: string): string
  account(name: string, more: Pick<Account, 'unit'> & Partial<Account>): Account
}

/** `today`: the first day of the run; passwords were set some weeks before it. */
export const createRegistrar = (seed: number, today: LocalDate): Registrar => {
  const taken = new Map<string, number>()
  const domain = random(seed, 'domain')
  const sid = `S-1-5-21-${domain.int(1e9, 2e9)}-${domain.int(1e9, 2e9)}-${domain.int(1e8, 9e8)}`
  let rid = 1_103
  return {
    login(name) {
      const plain = loginOf(name)
      const count = (taken.get(plain) ?? 0) + 1
      taken.set(plain, count)
      return count === 1 ? plain : `${plain}${count}`
    },
    account(name, more) {
      const realm = more.realm ?? 'tinh'
      const set = addDays(today, -random(seed, 'password', name, realm).int(5, 60))
      const plain = { name, realm, kind: 'personal' as const, admin: false, passwordSet: set, sid: `${sid}-${rid++}` }
      return { ...plain, ...more, id: `${name}@${realm}` }
    },
  }
}

const positions = ['Chuyên viên', 'Văn thư', 'Công chức tư pháp', 'Kế toán', 'Công chức địa chính', 'Phó trưởng phòng']

/** One officer with accounts; `it` officers have a second, administrator's account. */
export const buildPerson = (
  seed: number,
  registrar: Registrar,
  unit: Unit,
  index: number,
  it: boolean,
  pc: Machine | undefined,
): Person => {
  const id = personId(unit, index)
  const dice = random(seed, 'person', id)
  const name = personName(dice)
  const login = registrar.login(name)
  const own = { person: id, unit: unit.id }
  const app = (realm: AppSystem): Account => registrar.account(login, { ...own, realm })
  const tthc = unit.kind === 'one-stop' || (unit.kind !== 'province' && index % 3 === 0)
  return {
    id,
    name,
    unit,
    position: it ? 'Quản trị hệ thống' : dice.pick(positions),
    it,
    account: registrar.account(login, own),
    apps: { ioffice: app('ioffice'), ...(tthc ? { tthc: app('tthc') } : {}) },
    ...(it ? { admin: registrar.account(`qt.${login.replace(/\..*/, '')}${index}`, { ...own, admin: true }) } : {}),
    ...(pc ? { pc } : {}),
  }
}

export const personId = (unit: Unit, index: number): string =>
  `p-${unit.code.toLowerCase()}-${String(index + 1).padStart(3, '0')}`

/** People of the registers who are not at work and whose accounts are in order: nothing about them is a violation. */
export const buildAbsent = (seed: number, registrar: Registrar, unit: Unit, today: LocalDate): readonly Absent[] =>
  (['retired', 'transferred', 'maternity'] as const).map((status, i): Absent => {
    const id = `p-${unit.code.toLowerCase()}-v${i + 1}`
    const dice = random(seed, 'absent', id)
    const name = personName(dice)
    const since = addDays(today, -dice.int(40, 200))
    const closed = status === 'maternity' ? {} : { to: addDays(since, -1) }
    const account = registrar.account(registrar.login(name), { person: id, unit: unit.id, ...closed })
    const decision = `${dice.int(10, 900)}/QĐ-UBND`
    const person = { id, name, unit, position: 'Chuyên viên' }
    return { person, status, since, decision, reported: addDays(since, -7), accounts: [account] }
  })

/** One new officer in each of the next weeks, from the first Tuesday on. */
export const buildNewcomers = (
  seed: number,
  registrar: Registrar,
  units: readonly Unit[],
  today: LocalDate,
): Province['newcomers'] =>
  Array.from({ length: 60 }, (_, week) => {
    const dice = random(seed, 'newcomer', week)
    const unit = dice.pick(units)
    const name = personName(dice)
    const id = `p-${unit.code.toLowerCase()}-m${week + 1}`
    const from = addDays(weekOf(addDays(today, week * 7)), 1)
    const account = registrar.account(registrar.login(name), { person: id, unit: unit.id, from, passwordSet: from })
    return { person: { id, name, unit, position: 'Tập sự' }, account }
  })
