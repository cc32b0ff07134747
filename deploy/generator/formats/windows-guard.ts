import type { Machine } from '../model.ts'
import { system, type WindowsEvent } from './windows-event.ts'
import { defender } from './windows-health.ts'

/** SecurityCenter 15: how a product that registered stands. */
export const center = (at: number, machine: Machine, product: string, state: 'ON' | 'SNOOZED'): WindowsEvent =>
  system({
    ...{ at, machine, channel: 'Application', provider: 'SecurityCenter', code: 15, pid: 5_312 },
    data: { param1: product, param2: `SECURITY_PRODUCT_STATE_${state}` },
    message: `Updated ${product} status successfully to SECURITY_PRODUCT_STATE_${state}.`,
  })

/** One in seven machines has a product of its unit's own, which Windows's makes way for. */
export const hasOwnProduct = ({ id }: Machine): boolean => Number(id.slice(-3)) % 7 === 3

/** What Security Center tells at a start. */
export const registered = (machine: Machine, at: number): readonly WindowsEvent[] =>
  hasOwnProduct(machine)
    ? [
        center(at, machine, 'Windows Defender', 'SNOOZED'),
        center(at + 500, machine, 'Kaspersky Endpoint Security for Windows', 'ON'),
      ]
    : [center(at, machine, 'Windows Defender', 'ON')]

/** Defender 1151: the hourly report of its health, with the age of what it recognises malware by. */
export const health = (at: number, machine: Machine, age: number): WindowsEvent =>
  defender({
    at,
    machine,
    code: 1151,
    data: {
      Product_Name: 'Microsoft Defender Antivirus',
      Platform_version: '4.18.24010.12',
      AV_security_intelligence_version: '1.405.702.0',
      Last_AV_security_intelligence_age: String(age),
    },
    message: `Endpoint Protection client health report (time in UTC):\n \tLast AV security intelligence age: ${age}`,
  })

type Firewall = { readonly on: boolean; readonly sid: string; readonly application: string }

/** 2003 of the firewall's own log: whether it is on in the private profile. */
export const firewall = (at: number, machine: Machine, { on, sid, application }: Firewall): WindowsEvent =>
  system({
    at,
    machine,
    channel: 'Microsoft-Windows-Windows Firewall With Advanced Security/Firewall',
    provider: 'Microsoft-Windows-Windows Firewall With Advanced Security',
    guid: '{d1bc9aff-2abf-4d71-9146-ecb2a986eb85}',
    code: 2003,
    pid: 2_204,
    data: {
      Profiles: '2',
      SettingType: '1',
      SettingValueSize: '4',
      SettingValue: on ? '01000000' : '00000000',
      SettingValueString: on ? 'Yes' : 'No',
      Origin: '1',
      ModifyingUser: sid,
      ModifyingApplication: application,
    },
    message: `A Windows Defender Firewall setting in the Private profile has changed.\n\nNew Setting:\n\tType:\tEnable Windows Defender Firewall\n\tValue:\t${on ? 'Yes' : 'No'}`,
  })
