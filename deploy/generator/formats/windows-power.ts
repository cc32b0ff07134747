import type { ActOf, MachineAct } from '../acts.ts'
import { DOMAIN, system, type WindowsEvent } from './windows-event.ts'
import { registered } from './windows-guard.ts'

const KERNEL = { provider: 'Microsoft-Windows-Kernel-General', guid: '{a68ca8b7-004f-d7b6-a698-07e2de0f1f5d}' } as const
const POWER = { provider: 'Microsoft-Windows-Kernel-Power', guid: '{331c3b3a-2005-44c2-ac5e-77220c37d6b4}' } as const
const SECOND = 1_000

/** Kernel-General 12 and EventLog 6005. */
export const boot = ({ at, machine }: MachineAct): WindowsEvent[] => {
  const StartTime = new Date(at).toISOString()
  return [
    system({
      at,
      machine,
      ...KERNEL,
      code: 12,
      data: { MajorVersion: '10', MinorVersion: '0', BuildVersion: '19045', QfeVersion: '4046', StartTime },
      message: `The operating system started at system time ${StartTime}.`,
    }),
    system({
      at: at + 6 * SECOND,
      machine,
      provider: 'EventLog',
      code: 6005,
      pid: 0,
      message: 'The Event log service was started.',
    }),
    ...registered(machine, at + 40 * SECOND),
  ]
}

/** User32 1074, EventLog 6006, Kernel-General 13. */
export const shutdown = ({ at, machine, by, restart }: ActOf<'shutdown'>): WindowsEvent[] => {
  const user = by ? `${DOMAIN}\\${by.name}` : 'NT AUTHORITY\\SYSTEM'
  const process = by
    ? `C:\\Windows\\System32\\RuntimeBroker.exe (${machine.name})`
    : `C:\\Windows\\system32\\svchost.exe (${machine.name})`
  const reason = by ? 'Other (Unplanned)' : 'Operating System: Service pack (Planned)'
  const type = restart ? 'restart' : 'power off'
  const StopTime = new Date(at + 4 * SECOND).toISOString()
  return [
    system({
      at,
      machine,
      provider: 'User32',
      guid: '{b0aa8734-56f7-41cc-b2f4-de228e98b946}',
      code: 1074,
      pid: 940,
      data: {
        param1: process,
        param2: machine.name,
        param3: reason,
        param4: by ? '0x5000000' : '0x80020010',
        param5: type,
        param6: '',
        param7: user,
      },
      message: `The process ${process} has initiated the ${type} of computer ${machine.name} on behalf of user ${user} for the following reason: ${reason}\n Reason Code: 0x5000000\n Shutdown Type: ${type}\n Comment: `,
    }),
    system({
      at: at + 3 * SECOND,
      machine,
      provider: 'EventLog',
      code: 6006,
      pid: 0,
      message: 'The Event log service was stopped.',
    }),
    system({
      at: at + 4 * SECOND,
      machine,
      ...KERNEL,
      code: 13,
      data: { StopTime },
      message: `The operating system is shutting down at system time ${StopTime}.`,
    }),
  ]
}

/** Kernel-Power 42: lid closed. */
export const sleep = ({ at, machine }: MachineAct): WindowsEvent[] => [
  system({
    at,
    machine,
    ...POWER,
    code: 42,
    task: ['(64)', 64],
    data: { TargetState: '4', EffectiveState: '4', Reason: '0', Flags: '0' },
    message: 'The system is entering sleep.\n\nSleep Reason: Button or Lid',
  }),
]

/** Kernel-Power 107: awake again. */
export const wake = ({ at, machine }: MachineAct): WindowsEvent[] => [
  system({
    at,
    machine,
    ...POWER,
    code: 107,
    task: ['(102)', 102],
    data: {
      TargetState: '5',
      EffectiveState: '5',
      WakeFromState: '4',
      ProgrammedWakeTimeAc: '1601-01-01T00:00:00.000Z',
    },
    message: 'The system has resumed from sleep.',
  }),
]

/** EventLog 6013 at noon; its values have no names. */
export const uptime = ({ at, machine }: MachineAct): WindowsEvent[] => {
  const seconds = String(Math.floor((at / SECOND) % 86_400))
  return [
    system({
      at,
      machine,
      provider: 'EventLog',
      code: 6013,
      pid: 0,
      data: { param5: seconds, param6: '60', param7: '-420 SE Asia Standard Time' },
      message: `The system uptime is ${seconds} seconds.`,
    }),
  ]
}
