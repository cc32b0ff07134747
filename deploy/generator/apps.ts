import type { Instant, LocalDate } from '../../kernel/time.ts'
import { localMinute, MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import type { Account, AppSystem, Machine, Person, Province } from './model.ts'
import { random } from './random.ts'

const objects: Readonly<Record<AppSystem, readonly string[]>> = {
  ioffice: [
    'Xem văn bản đến',
    'Chuyển xử lý văn bản',
    'Cập nhật phiếu trình',
    'Tải tệp đính kèm',
    'Phê duyệt văn bản đi',
  ],
  tthc: ['Tiếp nhận hồ sơ', 'Chuyển bước hồ sơ', 'Trả kết quả', 'Yêu cầu bổ sung hồ sơ', 'Tra cứu hồ sơ'],
}

/** Half past eleven to half past one: nobody works in the applications. */
const isNoon = (at: Instant): boolean => localMinute(at) >= 682 && localMinute(at) < 812

/** What an officer does in one application between two times, from one machine: signs in once, works, signs out. */
const appSession = (
  dice: ReturnType<typeof random>,
  system: AppSystem,
  account: Account,
  machine: Machine,
  from: Instant,
  to: Instant,
): Act[] => {
  const base = { do: 'app', machine, system, account, ip: machine.ip } as const
  const acts: Act[] = []
  for (let at = from + dice.int(2, 12) * MINUTE; at < to - 2 * MINUTE; at += dice.between(9, 45) * MINUTE)
    acts.push({ ...base, at: at + dice.int(0, 59) * SECOND, what: 'action', object: dice.pick(objects[system]) })
  return [
    { ...base, at: from, what: 'login' },
    ...acts.filter(({ at }) => at < to && !isNoon(at)),
    { ...base, at: to, what: 'logout' },
  ]
}

/** The applications an officer uses while at a machine. */
export const appDay = (
  province: Province,
  person: Person,
  machine: Machine,
  arrive: Instant,
  leave: Instant,
  date: LocalDate,
): Act[] =>
  (['ioffice', 'tthc'] as const).flatMap((system): Act[] => {
    const account = person.apps[system]
    const dice = random(province.seed, 'app', system, person.id, machine.id, date)
    if (!account || (system === 'tthc' && machine.role !== 'shared' && !dice.chance(0.5))) return []
    const from = arrive + dice.int(2, 18) * MINUTE + dice.int(0, 59) * SECOND
    return appSession(dice, system, account, machine, from, leave - dice.int(1, 6) * MINUTE)
  })
