import type { Act } from '../acts.ts'
import type { Machine } from '../model.ts'
import { redirected } from './windows-device.ts'
import type { WindowsEvent } from './windows-event.ts'
import { fileMade } from './windows-file.ts'
import { healthy, scan, update } from './windows-health.ts'
import { accountManagement, membership } from './windows-iam.ts'
import { grantingTicket } from './windows-kerberos.ts'
import { openFile, plug, unplug } from './windows-media.ts'
import { boot, shutdown, sleep, uptime, wake } from './windows-power.ts'
import { printed } from './windows-print.ts'
import { background, networkLogon, personProcess, serviceLogon } from './windows-process.ts'
import { refused } from './windows-refused.ts'
import { lockOrUnlock, sessionLogoff, sessionLogon } from './windows-session.ts'
import { cleared, malware, resolved } from './windows-trouble.ts'

/** What the event logs of the machines concerned keep of an act; `dc` is the domain controller. */
export const windowsEvents = (act: Act, dc: Machine): readonly WindowsEvent[] => {
  switch (act.do) {
    case 'boot':
      return boot(act)
    case 'shutdown':
      return shutdown(act)
    case 'sleep':
      return sleep(act)
    case 'wake':
      return wake(act)
    case 'uptime':
      return uptime(act)
    case 'healthy':
      return healthy(act)
    case 'update':
      return update(act)
    case 'malware':
      return malware(act)
    case 'clear':
      return cleared(act)
    case 'print':
      return printed(act)
    case 'file':
      return fileMade(act)
    case 'logon':
      return [
        grantingTicket(act, dc),
        ...sessionLogon(act),
        ...(act.session.type === 10 ? redirected(act.at, act.machine) : []),
      ]
    case 'logoff':
      return sessionLogoff(act)
    case 'lock':
    case 'unlock':
      return lockOrUnlock(act)
    case 'process':
      return personProcess(act)
    case 'wrong':
      return refused(act, dc)
    case 'network':
      return networkLogon(act, dc)
    case 'service':
      return serviceLogon(act)
    case 'iam':
      return accountManagement(act)
    case 'member':
      return membership(act)
    case 'plug':
      return plug(act)
    case 'unplug':
      return unplug(act)
    case 'scan':
      return scan(act)
    case 'open':
      return openFile(act)
    case 'resolve':
      return resolved(act)
    case 'background':
      return background(act)
    case 'record':
      return [act.event]
    case 'beat':
    case 'linux':
    case 'app':
    case 'inventory':
    case 'traffic':
    case 'document':
      return []
    default:
      throw new Error(`no such act: ${JSON.stringify(act satisfies never)}`)
  }
}
