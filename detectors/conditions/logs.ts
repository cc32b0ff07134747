import { is } from '../meta.ts'

/** What nobody's installer clears; the names of channels are not localised. */
const PROOF: ReadonlySet<string> = new Set(['security', 'microsoft-windows-sysmon/operational'])
const MAIN: ReadonlySet<string> = new Set([
  'system',
  'application',
  'windows powershell',
  'microsoft-windows-powershell/operational',
  'microsoft-windows-windows defender/operational',
  'microsoft-windows-terminalservices-localsessionmanager/operational',
  'microsoft-windows-driverframeworks-usermode/operational',
])

export const proofCleared = is<'log.clear'>(
  'nhật ký an ninh (Security hoặc Sysmon) bị xóa',
  'the security log (Security or Sysmon) was cleared',
  ({ log }) => PROOF.has(log.toLowerCase()),
)

export const mainLogCleared = is<'log.clear'>(
  'nhật ký chính của máy bị xóa, không phải nhật ký riêng của một phần mềm',
  'a main log of the machine was cleared, not one of a product’s own',
  ({ log }) => MAIN.has(log.toLowerCase()),
)
