import type { Row } from './rows.ts'

type Role = Row<'machines'>['role']

const COMPUTERS: ReadonlySet<string> = new Set<Role>([
  ...(['workstation', 'laptop', 'server', 'shared', 'kiosk', 'meeting', 'diskless', 'display'] as const),
])

/** Whether a machine of the register is a computer: no camera, no printer, no telephone, no network device. */
export const isComputer = (role: Role): boolean => COMPUTERS.has(role)

/** Of these: no display board, and none that starts from the network anew each day. Endpoint protection is for them (clause EPP-01). */
export const holdsAgent = (role: Role): boolean => isComputer(role) && role !== 'display' && role !== 'diskless'
