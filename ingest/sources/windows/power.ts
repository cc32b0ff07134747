import { observe } from '../observe.ts'
import { personOf } from './names.ts'
import type { Reader } from './record.ts'

export const poweredOn: Reader = (origin, event) => observe(origin, 'power.on', { host: event.host })

export const poweredOff: Reader = (origin, event) => observe(origin, 'power.off', { host: event.host })

/** Kernel-Power 42. */
export const asleep: Reader = (origin, event) => observe(origin, 'power.off', { host: event.host, sleep: true })

/** 1102 and 104: 104 names the log it was, 1102 is always Security's. NXLog gives 1102's account only inside its message. */
export const logCleared: Reader = (origin, event) => {
  const user = personOf(
    event.get('SubjectUserName') ?? labelled(event.get('Message'), 'Account Name'),
    event.get('SubjectDomainName') ?? labelled(event.get('Message'), 'Domain Name'),
    event.get('SubjectUserSid'),
    event.host,
  )
  // NXLog's own Channel is the log the record stands in; what was cleared is in its message.
  const named = /^The (.{1,120}) log file was cleared/.exec(event.get('Message') ?? '')?.[1]
  const log = event.code === '1102' ? 'Security' : (named ?? event.get('Channel') ?? event.channel)
  return observe(origin, 'log.clear', { host: event.host, user, log })
}

const labelled = (message: string | undefined, label: string): string | undefined => {
  const start = message?.indexOf(`${label}:`) ?? -1
  return start < 0 ? undefined : /^\s*([^\r\n]+)/.exec((message ?? '').slice(start + label.length + 1))?.[1]?.trim()
}
