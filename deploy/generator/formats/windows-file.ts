import type { ActOf } from '../acts.ts'
import { DOMAIN, type WindowsEvent } from './windows-event.ts'

/** Sysmon 11: a file was made. */
export const fileMade = ({ at, machine, account, path, image }: ActOf<'file'>): WindowsEvent[] => {
  const time = new Date(at).toISOString().replace('T', ' ').replace('Z', '')
  const data = {
    ...{ RuleName: '-', UtcTime: time, ProcessGuid: '{747f3d96-0000-4000-8000-000000000000}', ProcessId: '6700' },
    ...{ Image: image, TargetFilename: path, CreationUtcTime: time, User: `${DOMAIN}\\${account.name}` },
  }
  return [
    {
      ...{ at, machine, data, code: 11, version: 2, pid: 2_844 },
      channel: 'Microsoft-Windows-Sysmon/Operational',
      provider: 'Microsoft-Windows-Sysmon',
      guid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}',
      task: ['File created (rule: FileCreate)', 11],
      message: `File created:\n${Object.entries(data)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n')}`,
    },
  ]
}
