import { localClock, localDate } from '../../../kernel/time.ts'
import { explanations } from './explanations.ts'
import type { Written } from './line-style.ts'
import { DOMAIN, fullName, type WindowsEvent } from './windows-event.ts'

const AUDIT = { success: 'AUDIT_SUCCESS', failure: 'AUDIT_FAILURE' } as const

/** `2026-03-02 07:31:05`, wall clock of Vietnam without a zone: NXLog writes the sender's local time. */
const local = (at: number): string => `${localDate(at)} ${localClock(at)}`

/** One event as NXLog's im_msvistalog with to_json writes it: flat, every EventData name at the top level. */
export const nxlogLine = (event: WindowsEvent, { recordId, at, seen, style }: Written): string => {
  const { machine, provider, task, outcome, user } = event
  const more = style === 'full' ? explanations.get(event.code) : undefined
  const message = more === undefined ? event.message : `${event.message}\n\n${more}`
  return JSON.stringify({
    EventTime: local(at),
    Hostname: fullName(machine),
    Keywords:
      outcome === undefined
        ? '9259400833873739776'
        : outcome === 'success'
          ? '9232379236109516800'
          : '9227875636482146304',
    EventType: outcome === undefined ? 'INFO' : AUDIT[outcome],
    SeverityValue: outcome === 'failure' ? 4 : 2,
    Severity: outcome === 'failure' ? 'ERROR' : 'INFO',
    EventID: event.code,
    SourceName: provider,
    ...(event.guid ? { ProviderGuid: event.guid.toUpperCase() } : {}),
    Version: event.version ?? 0,
    Task: task?.[1] ?? 0,
    OpcodeValue: 0,
    RecordNumber: recordId,
    ProcessID: event.pid,
    ThreadID: 4 + (recordId % 900) * 4,
    Channel: event.channel,
    ...(user ? { Domain: DOMAIN, AccountName: user.name, UserID: user.sid, AccountType: 'User' } : {}),
    ...(style === 'trimmed' ? {} : { Message: message.replaceAll('\n', '\r\n') }),
    ...(task ? { Category: task[0] } : {}),
    Opcode: 'Info',
    ...event.data,
    ...event.userData,
    EventReceivedTime: local(seen),
    SourceModuleName: 'eventlog',
    SourceModuleType: 'im_msvistalog',
  })
}
