import type { Instant } from '../../kernel/time.ts'
import { MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { bkavLine } from './formats/bkav.ts'
import { dlpLine } from './formats/dlp.ts'
import { fortigateLine } from './formats/fortigate.ts'
import { inventoryLine } from './formats/inventory.ts'
import { iofficeLine } from './formats/ioffice.ts'
import type { LineStyle } from './formats/line-style.ts'
import { linuxLine } from './formats/linux.ts'
import { nxlogLine } from './formats/nxlog.ts'
import { tthcLine } from './formats/tthc.ts'
import type { WindowsEvent } from './formats/windows-event.ts'
import { winlogbeatLine } from './formats/winlogbeat.ts'
import type { Road } from './road.ts'

/** A line that is due, written only when it is delivered. `happened`: when it really did; `at`: what its clock said. */
export type Due = {
  readonly happened: Instant
  readonly at: Instant
  readonly deliveredAt: Instant
  readonly collector: string
  readonly source: string
  line(): string
}

export const windowsDue = (road: Road, event: WindowsEvent, recordId: number, style: LineStyle): Due => {
  const { machine } = event
  const at = event.at + machine.skew
  const deliveredAt = road.ofMachine(machine, event.at)
  const { collector, source } = machine.unit
  const write = source === 'nxlog' ? nxlogLine : winlogbeatLine
  const line = (): string => write(event, { recordId, at, seen: at + 900, style })
  return { happened: event.at, at, deliveredAt, collector, source, line }
}

/** Lines of everything that is not a Windows event log; consoles and servers have the right time. */
export const otherDue = (road: Road, act: Act): Due | undefined => {
  const { at } = act
  const due = (collector: string, source: string, line: () => string): Due => {
    const deliveredAt = road.ofCollector(collector, at)
    return { happened: at, at: Math.floor(at / SECOND) * SECOND, deliveredAt, collector, source, line }
  }
  switch (act.do) {
    case 'beat':
      return due('c-bkav', 'bkav', () => bkavLine(act, at))
    case 'linux':
      return due('c-linux', 'linux-auth', () => linuxLine(act, at))
    case 'traffic':
      return due('c-fw', 'fortigate', () => fortigateLine(act, Math.floor(at / SECOND) * SECOND))
    case 'app':
      return due('c-app', act.system, () => (act.system === 'tthc' ? tthcLine : iofficeLine)(act, at))
    case 'inventory':
      return due('c-app', 'inventory', () => inventoryLine(act, Math.floor(at / SECOND) * SECOND))
    case 'document':
      return due('c-app', 'dlp', () => dlpLine(act, at))
    default:
      return undefined
  }
}

/** How much later a line comes again whose shipper was not told that it had arrived. */
export const AGAIN = 40 * SECOND

/** Lines are written in slices of so long, or a part of it: what memory holds of a province. */
export const SLICE = 5 * MINUTE
