import type { LocalDate } from '../../../kernel/time.ts'
import { addDays } from '../../../kernel/time.ts'
import type { Account, Unit } from '../model.ts'
import { loginOf, personName } from '../names.ts'
import { random } from '../random.ts'
import type { Plot } from './plot.ts'

type Leaver = {
  readonly since: LocalDate
  readonly closed: boolean
  readonly admin?: boolean
  readonly enteredAfter?: number
  /** Days after the departure on which the unit reported it; before it, unless said. */
  readonly reportedAfter?: number
}

/** Somebody who has left: a person of the registers with an account, closed in time or forgotten. */
export const departed = (
  plot: Plot,
  unit: Unit,
  name: string,
  { since, closed, admin = false, enteredAfter, reportedAfter }: Leaver,
): Account => {
  const dice = random(plot.province.seed, 'departed', name)
  const who = personName(dice)
  const number = plot.planting.absent.length + 1
  const id = `p-${unit.code.toLowerCase()}-n${number}`
  const login = `${admin ? 'qt.' : ''}${loginOf(who)}${number}n`
  const account: Account = {
    id: `${login}@tinh`,
    name: login,
    realm: 'tinh',
    kind: 'personal',
    admin,
    person: id,
    unit: unit.id,
    sid: `${plot.province.service.sid.replace(/-\d+$/, '')}-${900_000 + number}`,
    passwordSet: addDays(since, -200),
    ...(closed ? { to: addDays(since, -1) } : {}),
  }
  plot.planting.absent.push({
    person: { id, name: who, unit, position: admin ? 'Quản trị hệ thống' : 'Chuyên viên' },
    status: dice.pick(['retired', 'resigned', 'transferred']),
    since,
    decision: `${dice.int(10, 900)}/QĐ-UBND`,
    reported: addDays(since, reportedAfter ?? -4),
    ...(enteredAfter === undefined ? {} : { enteredAfter }),
    accounts: [account],
  })
  return account
}
