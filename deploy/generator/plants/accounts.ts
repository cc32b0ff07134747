import { localTime, MINUTE } from '../../../kernel/time.ts'
import { ADMINISTRATORS, DOMAIN_ADMINS } from '../groups.ts'
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
    what: `${by.id} thêm ${member.id} vào «${group.name}» trên ${machine.id}`,
  })
}

export const accounts = [madeAdministrator]
