import type { Account, Machine } from '../model.ts'
import { system, type WindowsEvent } from './windows-event.ts'

type Value = { readonly item: string; readonly value: number; readonly image: string; readonly user: string }

/** Sysmon 13: a value of the registry was set. */
export const registry = (at: number, machine: Machine, { item, value, image, user }: Value): WindowsEvent => {
  const data = {
    RuleName: '-',
    EventType: 'SetValue',
    UtcTime: new Date(at + machine.skew).toISOString().replace('T', ' ').replace('Z', ''),
    ProcessGuid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}',
    ProcessId: '6120',
    Image: image,
    TargetObject: item,
    Details: `DWORD (0x${value.toString(16).padStart(8, '0')})`,
    User: user,
  }
  return system({
    at,
    machine,
    channel: 'Microsoft-Windows-Sysmon/Operational',
    provider: 'Microsoft-Windows-Sysmon',
    guid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}',
    code: 13,
    pid: 3_016,
    task: ['Registry value set (rule: RegistryEvent)', 13],
    data,
    message: `Registry value set:\n${Object.entries(data)
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n')}`,
  })
}

type Package = {
  readonly product: string
  readonly version: string
  readonly code: 1033 | 1034
  readonly user: Pick<Account, 'name' | 'sid'>
}

/** MsiInstaller 1033 (installed) and 1034 (removed): its values have no names, and its account stands beside them. */
export const installer = (at: number, machine: Machine, { product, version, code, user }: Package): WindowsEvent => ({
  ...system({
    ...{ at, machine, channel: 'Application', provider: 'MsiInstaller', code, pid: 9_120 },
    data: { param1: product, param2: version, param3: '1033', param4: '0', param5: 'Bkav', param6: '(NULL)' },
    message: `Windows Installer ${code === 1033 ? 'installed' : 'removed'} the product. Product Name: ${product}. Product Version: ${version}. Product Language: 1033. ${code === 1033 ? 'Installation' : 'Removal'} success or error status: 0.`,
  }),
  user,
})
