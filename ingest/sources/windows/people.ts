import { personOf } from './names.ts'
import type { WindowsRecord } from './record.ts'

/** Who did it: the Subject of an audit; absent when the machine itself did. */
export const subject = (event: WindowsRecord): string | undefined =>
  personOf(event.get('SubjectUserName'), event.get('SubjectDomainName'), event.get('SubjectUserSid'), event.host)

/** A person whose account stands in one value as `DOMAIN\name`; a bare name is the machine's own. */
export const written = (event: WindowsRecord, name: string): string | undefined =>
  personOf(event.get(name), undefined, undefined, event.host)
