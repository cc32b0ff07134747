import type { MachineAct } from '../acts.ts'
import { consoleTime } from './local.ts'

/**
 * One heartbeat as a CSV export of the Bkav Endpoint console might have it: time, machine, address, event, virus, path, result,
 * device, version of the definitions. Assumed: the vendor publishes neither sample nor schema.
 */
export const bkavLine = ({ machine }: MachineAct, at: number): string =>
  [consoleTime(at), machine.name, machine.ip, 'Trực tuyến', '', '', '', '', '2026.03.02'].join(',')
