import type { Account, Machine } from '../model.ts'
import { system, type WindowsEvent } from './windows-event.ts'

type Value = { readonly item: string; readonly value: number; readonly image: string; readonly user: string }

const sysmon = (
  at: number,
  machine: Machine,
  code: number,
  task: string,
  own: Readonly<Record<string, string>>,
): WindowsEvent => {
  const data = {
    RuleName: '-',
    UtcTime: new Date(at + machine.skew).toISOString().replace('T', ' ').replace('Z', ''),
    ProcessGuid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}',
    ProcessId: '6120',
    ...own,
  }
  return system({
    at,
    machine,
    channel: 'Microsoft-Windows-Sysmon/Operational',
    provider: 'Microsoft-Windows-Sysmon',
    guid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}',
    code,
    pid: 3_016,
    task: [task, code],
    data,
    message: `${task}:\n${Object.entries(data)
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n')}`,
  })
}

/** Sysmon 13: a value of the registry was set. */
export const registry = (at: number, machine: Machine, { item, value, image, user }: Value): WindowsEvent =>
  sysmon(at, machine, 13, 'Registry value set (rule: RegistryEvent)', {
    EventType: 'SetValue',
    Image: image,
    TargetObject: item,
    Details: `DWORD (0x${value.toString(16).padStart(8, '0')})`,
    User: user,
  })

type Program = { readonly path: string; readonly product: string; readonly command: string; readonly user: string }

/** Sysmon 1: a process was created. */
export const program = (at: number, machine: Machine, { path, product, command, user }: Program): WindowsEvent =>
  sysmon(at, machine, 1, 'Process Create', {
    Image: path,
    FileVersion: '-',
    Product: product,
    Company: '-',
    OriginalFileName: '-',
    CommandLine: command,
    User: user,
    ParentImage: 'C:\\Windows\\explorer.exe',
  })

/** Service Control Manager 7045: a service was put in place. */
export const service = (at: number, machine: Machine, ServiceName: string, ImagePath: string): WindowsEvent =>
  system({
    ...{ at, machine, provider: 'Service Control Manager', code: 7045, pid: 820 },
    guid: '{555908d1-a6d7-4695-8e1e-26931d2012f4}',
    data: {
      ...{ ServiceName, ImagePath, ServiceType: 'user mode service', StartType: 'auto start' },
      AccountName: 'LocalSystem',
    },
    message: `A service was installed in the system.\n\nService Name:  ${ServiceName}\nService File Name:  ${ImagePath}`,
  })

type Package = {
  readonly product: string
  readonly version: string
  readonly maker?: string
  readonly code: 1033 | 1034
  readonly user: Pick<Account, 'name' | 'sid'>
}

/** MsiInstaller 1033 (installed) and 1034 (removed): its values have no names, and its account stands beside them. */
export const installer = (
  at: number,
  machine: Machine,
  { product, version, maker = 'Bkav', code, user }: Package,
): WindowsEvent => ({
  ...system({
    ...{ at, machine, channel: 'Application', provider: 'MsiInstaller', code, pid: 9_120 },
    data: { param1: product, param2: version, param3: '1033', param4: '0', param5: maker, param6: '(NULL)' },
    message: `Windows Installer ${code === 1033 ? 'installed' : 'removed'} the product. Product Name: ${product}. Product Version: ${version}. Product Language: 1033. ${code === 1033 ? 'Installation' : 'Removal'} success or error status: 0.`,
  }),
  user,
})
