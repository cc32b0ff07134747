import { localTime, MINUTE } from '../../../kernel/time.ts'
import { DOMAIN, type WindowsEvent } from '../formats/windows-event.ts'
import { installer, program, service } from '../formats/windows-setting.ts'
import type { Truth } from '../model.ts'
import { addTruth } from '../planting.ts'
import { type Officer, type Plot, plant, takeOne } from './plot.ts'

type Does = {
  readonly rule: string
  readonly day: number
  readonly secrets?: boolean
  /** About the machine, which names nobody. */
  readonly ofMachine?: true
  readonly needs?: string
  readonly what: string
  event(at: number, officer: Officer): WindowsEvent
}

/** An officer does something that one event tells of, on a morning. */
const does =
  ({ rule, day, secrets = false, ofMachine, event, what, needs }: Does) =>
  (plot: Plot, i: number): void => {
    const { date, officer } = takeOne(plot, { day: i + day, secrets })
    const { pc: machine, account, unit } = officer
    const at = localTime(date, '10:10') + plot.dice.int(0, 50) * MINUTE
    plant(plot, [{ do: 'record', at, machine, event: event(at, officer) }])
    const about: Pick<Truth, 'entity' | 'person'> = ofMachine
      ? { entity: { kind: 'host', id: machine.id } }
      : { entity: { kind: 'user', id: account.id }, person: officer.id }
    addTruth(plot.planting, {
      ...{ clause: rule.slice(0, 5), rule, ...about, unit: unit.id, at, count: 1 },
      ...(needs === undefined ? {} : { needs }),
      what: `${what}, máy ${machine.id}`,
    })
  }

const ULTRAVIEWER = 'C:\\Program Files (x86)\\UltraViewer\\UltraViewer_Desktop.exe'
const remote = (at: number, { pc, account }: Officer): WindowsEvent =>
  program(at, pc, {
    ...{ path: ULTRAVIEWER, product: 'UltraViewer', command: `"${ULTRAVIEWER}"` },
    user: `${DOMAIN}\\${account.name}`,
  })

/** SW-01, SW-02a to c. */
export const software = [
  does({ rule: 'SW-02b', day: 3, secrets: true, event: remote, what: 'chạy UltraViewer trên máy soạn thảo bí mật' }),
  does({ rule: 'SW-02a', day: 2, event: remote, what: 'chạy UltraViewer' }),
  does({
    ...{ rule: 'SW-02c', day: 1, ofMachine: true, what: 'cài dịch vụ AnyDesk' },
    event: (at, { pc }) =>
      service(at, pc, 'AnyDesk Service', '"C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe" --service'),
  }),
  does({
    ...{ rule: 'SW-01', day: 0, needs: 'chính sách của đơn vị trong policy.yaml', what: 'cài phần mềm ngoài danh mục' },
    event: (at, { pc, account: user }) =>
      installer(at, pc, { product: 'Garena Plus', version: '2.0', maker: 'Garena', code: 1033, user }),
  }),
]
