import { localClock, localDate } from '../../../kernel/time.ts'
import { fullName, type WindowsEvent } from './windows-event.ts'

const AUDIT = { success: 'AUDIT_SUCCESS', failure: 'AUDIT_FAILURE' } as const

/** `2026-03-02 07:31:05`, wall clock of Vietnam without a zone: NXLog writes the sender's local time. */
const local = (at: number): string => `${localDate(at)} ${localClock(at)}`

/** One event as NXLog's im_msvistalog with to_json writes it: flat, every EventData name at the top level. */
export const nxlogLine = (event: WindowsEvent, recordId: number, at: number, seen: number): string => {
  const { machine, provider, task, outcome } = event
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
    Message: event.message.replaceAll('\n', '\r\n'),
    ...(task ? { Category: task[0] } : {}),
    Opcode: 'Info',
    ...event.data,
    ...event.userData,
    EventReceivedTime: local(seen),
    SourceModuleName: 'eventlog',
    SourceModuleType: 'im_msvistalog',
  })
}
