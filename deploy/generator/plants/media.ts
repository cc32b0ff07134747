import { foldDay, localTime, MINUTE } from '../../../kernel/time.ts'
import type { Act } from '../acts.ts'
import { sessionOf } from '../desk.ts'
import { phone } from '../formats/windows-device.ts'
import type { Stick } from '../model.ts'
import { addTruth } from '../planting.ts'
import { hasOnAccess } from '../policy.ts'
import { type Officer, type Plot, plant, takeOne } from './plot.ts'

const unitStick = (plot: Plot, unit: string): Stick => {
  const stick = plot.province.sticks.find((one) => one.unit === unit && one.kind === 'storage')
  if (!stick) throw new Error(`unit ${unit} has no registered stick`)
  return stick
}

const strangeStick = (plot: Plot, unit: string): Stick => ({
  serial: `AA${plot.dice.hex(12).toUpperCase()}`,
  vendor: 'Kingston',
  model: 'DataTraveler_3.0',
  kind: 'storage',
  unit,
  registered: false,
})

/** Plugged in, scanned unless careless, a file opened, taken out. */
const use = (plot: Plot, officer: Officer, stick: Stick, at: number, scanned: boolean): void => {
  const date = foldDay(at)
  const machine = officer.pc
  const session = sessionOf(plot.province, officer, machine, date)
  plot.planting.sticks.push(stick)
  const scan: Act[] = scanned ? [{ do: 'scan', at: at + MINUTE, machine, stick }] : []
  plant(plot, [
    { do: 'plug', at, machine, stick },
    ...scan,
    { do: 'open', at: at + 4 * MINUTE, machine, stick, session, file: 'Bao cao thang.docx' },
    { do: 'unplug', at: at + 25 * MINUTE, machine, stick },
  ])
}

type Told = {
  readonly rule: string
  readonly clause: string
  readonly also?: readonly string[]
  readonly what: string
  readonly needs?: string
}

const told = (plot: Plot, officer: Officer, stick: Stick, at: number, truth: Told): void =>
  addTruth(plot.planting, {
    ...truth,
    entity: { kind: 'device', id: stick.serial.toLowerCase() },
    unit: officer.unit.id,
    person: officer.id,
    at,
  })

/** MED-01a, b: a registered stick, or one the unit's register does not have. */
const stickUsed =
  (registered: boolean) =>
  (plot: Plot, i: number): void => {
    const { date, officer } = takeOne(plot, { day: i + (registered ? 0 : 2) })
    const stick = registered ? unitStick(plot, officer.unit.id) : strangeStick(plot, officer.unit.id)
    const at = localTime(date, '10:05') + plot.dice.int(0, 40) * MINUTE
    use(plot, officer, stick, at, true)
    const what = `${registered ? 'thiết bị đã đăng ký' : 'thiết bị lạ'} cắm vào ${officer.pc.id}`
    told(plot, officer, stick, at, { clause: 'MED-01', rule: registered ? 'MED-01a' : 'MED-01b', what })
  }

/** MED-01c: a stick in a machine for secrets. */
const secretMachine = (plot: Plot, i: number): void => {
  const { date, officer } = takeOne(plot, { day: i + 1, secrets: true })
  const stick = strangeStick(plot, officer.unit.id)
  const at = localTime(date, '10:05') + plot.dice.int(0, 40) * MINUTE
  use(plot, officer, stick, at, true)
  told(plot, officer, stick, at, {
    clause: 'MED-01',
    rule: 'MED-01c',
    also: ['MED-01b'],
    what: `cắm vào máy soạn thảo bí mật ${officer.pc.id}`,
  })
}

/** MED-02a, b: a file opened on a registered stick that nobody scanned, in a unit without and one with on-access protection. */
const unscanned =
  (onAccess: boolean) =>
  (plot: Plot, i: number): void => {
    const fits = ({ unit }: Officer): boolean => hasOnAccess(unit) === onAccess
    const { date, officer } = takeOne(plot, { day: i + (onAccess ? 3 : 4), fits })
    const stick = unitStick(plot, officer.unit.id)
    const at = localTime(date, '14:20') + plot.dice.int(0, 60) * MINUTE
    use(plot, officer, stick, at, false)
    told(plot, officer, stick, at + 4 * MINUTE, {
      clause: 'MED-02',
      rule: onAccess ? 'MED-02b' : 'MED-02a',
      needs: 'chính sách của đơn vị trong policy.yaml',
      also: ['MED-01a'],
      what: `mở tệp khi chưa quét, máy ${officer.pc.id}`,
    })
  }

/** MED-06: a phone that is in no register. */
const phoneAttached = (plot: Plot, i: number): void => {
  const { date, officer } = takeOne(plot, { day: i + 1 })
  const stick = { ...strangeStick(plot, officer.unit.id), serial: `R58M${plot.dice.hex(7).toUpperCase()}` }
  const at = localTime(date, '10:05') + plot.dice.int(0, 40) * MINUTE
  plot.planting.sticks.push(stick)
  plant(plot, [{ do: 'record', at, machine: officer.pc, event: phone(at, officer.pc, stick.serial) }])
  told(plot, officer, stick, at, {
    ...{ clause: 'MED-06', rule: 'MED-06', what: `điện thoại lạ cắm vào ${officer.pc.id}` },
    needs: 'chính sách của đơn vị trong policy.yaml',
  })
}

export const media = [
  phoneAttached,
  stickUsed(true),
  stickUsed(false),
  secretMachine,
  unscanned(false),
  unscanned(true),
]
