import type { ActOf } from '../acts.ts'
import type { WindowsEvent } from './windows-event.ts'

const PRINTER = 'HP LaserJet 400 M401dn'

/** PrintService 307. A printer of files has the file for its port. */
export const printed = ({ at, machine, account, title, file }: ActOf<'print'>): WindowsEvent[] => {
  const printer = file === undefined ? PRINTER : 'Microsoft Print to PDF'
  const port = file ?? 'IP_192.0.2.250'
  return [
    {
      at,
      machine,
      channel: 'Microsoft-Windows-PrintService/Operational',
      provider: 'Microsoft-Windows-PrintService',
      guid: '{747ef6fd-e535-4d16-b510-42c90f6873a1}',
      code: 307,
      task: ['Printing a document', 26],
      pid: 2_316,
      data: {},
      userData: {
        ...{ Param1: '45', Param2: title, Param3: account.name, Param4: `\\\\${machine.name}`, Param5: printer },
        ...{ Param6: port, Param7: '110128', Param8: '2' },
      },
      message: `Document 45, ${title} owned by ${account.name} on \\\\${machine.name} was printed on ${printer} through port ${port}. Size in bytes: 110128. Pages printed: 2. No user action is required.`,
    },
  ]
}
