import type { LocalDate } from '../../kernel/time.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'
import type { Act, Traffic } from './acts.ts'
import { isWorkday } from './calendar.ts'
import type { Province, Unit } from './model.ts'
import { random } from './random.ts'

/** The networks of a one-stop centre beside its own: cameras with their recorder, the public's, the gateway. Private addresses (RFC 1918). */
export const networksOf = (unit: Unit) => {
  const number = Number(unit.id.slice(3))
  const [camera, guest] = [`10.240.${number & 255}.`, `10.241.${number & 255}.`]
  return {
    camera: (host: number): string => `${camera}${host}`,
    guest: (host: number): string => `${guest}${host}`,
    rows: [
      { cidr: `${camera}0/26`, unit: unit.id, segment: 'camera', place: 'Sảnh tiếp dân', nat: false },
      { cidr: `${camera}60`, unit: unit.id, segment: 'station', place: 'Đầu ghi', nat: false },
      { cidr: `${guest}0/24`, unit: unit.id, segment: 'public', place: 'Sảnh tiếp dân', nat: false },
      { cidr: `${guest}1`, unit: unit.id, segment: 'service', place: 'Cổng mạng', nat: false },
    ],
  }
}

export const oneStops = ({ units }: Province): readonly Unit[] => units.filter(({ kind }) => kind === 'one-stop')

/** A web server of somebody else (RFC 5737). */
const OUTSIDE = '203.0.113.80'

/** What the firewall lets through and refuses in an hour in which nothing is wrong: also what looks like a violation and is none. */
const hourOf = (unit: Unit): readonly Omit<Traffic, 'machine'>[] => {
  const { camera, guest } = networksOf(unit)
  const own = `${unit.prefix}${unit.firstHost}`
  return [
    { ip: own, to: OUTSIDE, port: 443, allowed: true },
    { ip: guest(30), to: OUTSIDE, port: 443, allowed: true },
    { ip: camera(10), to: OUTSIDE, port: 123, allowed: true },
    // The recorder speaks with the office that watches; cameras with the recorder.
    { ip: camera(60), to: own, port: 8_000, allowed: true },
    { ip: camera(11), to: camera(60), port: 554, allowed: true },
    // Names and the time are served across; the rest is refused.
    { ip: guest(31), to: own, port: 53, allowed: true },
    { ip: guest(31), to: own, port: 445, allowed: false },
    { ip: own, to: camera(12), port: 80, allowed: false },
    { ip: camera(12), to: guest(1), port: 53, allowed: true },
    // The one-stop network asks a visitor's phone, and not the other way.
    { ip: own, to: guest(32), port: 9_100, allowed: true },
  ]
}

/** The domain controller resolves for others, also what is warned of; what a warning that has ended named is asked for. */
const questions = (province: Province, unit: Unit): readonly Omit<Traffic, 'machine'>[] => [
  { ip: province.dc.ip, to: OUTSIDE, port: 53, allowed: true, name: 'c2.example' },
  { ip: `${unit.prefix}${unit.firstHost + 1}`, to: province.dc.ip, port: 53, allowed: true, name: 'old.example' },
  { ip: networksOf(unit).camera(13), to: OUTSIDE, port: 53, allowed: true, name: 'time.example' },
]

/** The firewall of the one-stop centres, on every working day. */
export const firewallDay = (province: Province, date: LocalDate): Act[] => {
  if (!isWorkday(date)) return []
  return oneStops(province).flatMap((unit) =>
    Array.from({ length: 10 }, (_, hour) => hour).flatMap((hour) => {
      const dice = random(province.seed, 'firewall', unit.id, date, hour)
      return [...hourOf(unit), ...questions(province, unit)].map(
        (traffic): Act => ({
          ...{ do: 'traffic', at: localTime(date, '07:30') + (hour * 60 + dice.int(0, 50)) * MINUTE },
          ...{ machine: province.dc, ...traffic },
        }),
      )
    }),
  )
}
