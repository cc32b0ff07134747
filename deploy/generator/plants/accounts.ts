import { localTime, MINUTE } from '../../../kernel/time.ts'
import { ADMINISTRATORS, DOMAIN_ADMINS, REMOTE_USERS } from '../groups.ts'
import { addTruth } from '../planting.ts'
import { find, type Plot, plant } from './plot.ts'

/**
 * PRV-02: an officer of a one-stop centre, who came by the rights, makes a colleague administrator of the own machine, or himself
 * administrator of the domain.
 */
const madeAdministrator = (plot: Plot, i: number): void => {
  const { province, planting, dice } = plot
  const taken = find(plot, { day: i + 3, officers: 1, fits: ({ unit }) => unit.kind === 'one-stop' })
  const [officer] = taken?.officers ?? []
  if (!taken || !officer) return
  const { account: by, unit, id, pc } = officer
  const at = localTime(taken.date, '10:10') + dice.int(0, 50) * MINUTE
  const colleague = province.people.find((one) => one.unit.id === unit.id && one.id !== id && !one.it)
  const member = i === 0 && colleague ? colleague.account : by
  const [machine, group] = i === 0 ? [pc, ADMINISTRATORS] : [province.dc, DOMAIN_ADMINS]
  plant(plot, [{ do: 'member', at, machine, by, member, group }])
  addTruth(planting, {
    ...{ clause: 'PRV-02', rule: 'PRV-02', entity: { kind: 'user', id: member.id }, unit: unit.id, at, count: 1 },
    person: id,
    // Whoever did it is no administrator by the register.
    also: ['ACC-13'],
    needs: 'chính sách của đơn vị trong policy.yaml',
    what: `${by.id} thêm ${member.id} vào «${group.name}» trên ${machine.id}`,
  })
}

/** ACC-13: an officer lets a colleague come to the own machine by remote desktop, or opens the colleague's account in the domain. */
const granted = (plot: Plot, i: number): void => {
  const { province, planting, dice } = plot
  const taken = find(plot, { day: i + 1, officers: 2, oneUnit: true })
  const [officer, colleague] = taken?.officers ?? []
  if (!taken || !officer || !colleague) return
  const { account: by, unit, id, pc } = officer
  const at = localTime(taken.date, '09:40') + dice.int(0, 50) * MINUTE
  const target = colleague.account
  plant(plot, [
    i === 0
      ? { do: 'member', at, machine: pc, by, member: target, group: REMOTE_USERS }
      : { do: 'iam', at, machine: province.dc, code: 4722, by, target },
  ])
  addTruth(planting, {
    ...{ clause: 'ACC-13', rule: 'ACC-13', entity: { kind: 'user', id: target.id }, unit: unit.id, at, count: 1 },
    person: id,
    needs: 'chính sách của đơn vị trong policy.yaml',
    what: `${by.id}, không phải người quản trị, ${i === 0 ? `cho ${target.id} vào ${pc.id} từ xa` : `mở tài khoản ${target.id}`}`,
  })
}

export const accounts = [madeAdministrator, granted]
