import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { mailboxOf } from './mailbox.ts'
import { countOf } from './numbers.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { postfixSamples } from './samples/postfix.ts'
import { addressOf } from './windows/names.ts'

const ID = 'postfix'

/** The instance (`postfix`, or a name of its own) before the part of Postfix that writes: `postfix/smtpd`, `postfix/submission/smtpd`. */
const PART = /^(?:[\w-]{1,32}\/){1,2}([a-z]{2,16})$/
/** The number of a message in the queue, short or long. */
const QUEUED = /^([0-9A-Za-z]{6,20}): (.*)$/s

type Line = { readonly origin: Origin; readonly message: string; readonly queued: string | undefined }

/** `client=pc-01.tinh.example[192.0.2.7], sasl_method=PLAIN, sasl_username=an.nv`. */
const CLIENT =
  /^client=[^,\s]{1,300}\[([0-9a-fA-F.:]{2,45})\](?::\d{1,5})?, sasl_method=[^,\s]{1,32}, sasl_username=([^,\s]{1,320})/

/**
 * Who handed a message in, with a name and its secret. What keeps the secrets (Dovecot, Zimbra, a directory) tells of that sign-in, too:
 * this is a witness beside it, and no login.
 */
const submission = ({ origin, message }: Line): Observation | undefined => {
  const [, address, written] = CLIENT.exec(message) ?? []
  const user = mailboxOf(written, ID)
  return user === undefined
    ? undefined
    : observe(origin, 'session.event', { user, system: ID, ip: addressOf(address), what: 'mail-submission', ok: true })
}

const REFUSED =
  /^(?:warning: )?\S{1,255}\[([0-9a-fA-F.:]{2,45})\]: SASL \S{1,32} authentication failed:.{0,300}?\bsasl_username=(\S{1,320})/

const refusal = ({ origin, message }: Line): Observation | undefined => {
  const [, address, written] = REFUSED.exec(message) ?? []
  const user = mailboxOf(written, ID)
  return user === undefined
    ? undefined
    : observe(origin, 'session.event', { user, system: ID, ip: addressOf(address), what: 'mail-submission', ok: false })
}

// Anchored, with an address whole: quotes let an address hold `, nrcpt=1`.
const QUEUE = /^from=<(.{0,400})>, size=(\d{1,12}), nrcpt=(\d{1,7}) \(/
const OUTCOME = /^to=<(.{0,400}?)>, (?:orig_to=<.{0,400}?>, )?relay=[^,]{1,400}, .{0,300}?\bstatus=([a-z]{4,16}) /

/** A message taken into the queue. It is told of again each time it is tried again: by its number it is the same. */
const queued = ({ origin, message, queued: number }: Line): Observation | undefined => {
  const [, sender, bytes, recipients] = QUEUE.exec(message) ?? []
  if (sender === undefined) return undefined
  return observe(origin, 'mail.send', {
    ...{
      system: ID,
      sender: sender.toLowerCase(),
      recipients: countOf(recipients),
      bytes: countOf(bytes),
      message: number,
    },
  })
}

/** What became of a message for one recipient; put off is not decided yet. */
const DECIDED: ReadonlyMap<string, boolean> = new Map([
  ['sent', true],
  ['bounced', false],
  ['expired', false],
  ['undeliverable', false],
])
const delivered = ({ origin, message, queued: number }: Line): Observation | undefined => {
  const [, recipient, status] = OUTCOME.exec(message) ?? []
  const decided = DECIDED.get(status ?? '')
  if (recipient === undefined || recipient === '' || decided === undefined) return undefined
  return observe(origin, 'mail.deliver', {
    system: ID,
    recipient: recipient.toLowerCase(),
    message: number,
    ok: decided,
  })
}

const read = (part: string, line: Line): Observation | undefined => {
  if (part === 'smtpd') return line.queued === undefined ? refusal(line) : submission(line)
  if (line.queued === undefined) return undefined
  if (part === 'qmgr') return queued(line)
  return ['smtp', 'lmtp', 'local', 'virtual', 'pipe'].includes(part) ? delivered(line) : undefined
}

/**
 * Postfix over syslog or from mail.log. One message is several lines with one number of the queue: each says its part, with that number.
 * Addresses of senders are what a client wrote: none of them names who sent.
 */
export const postfix: Source = {
  id: ID,
  title: { vi: 'Máy chủ thư Postfix', en: 'Postfix mail server' },
  parser: 1,
  assumed: false,
  yields: ['mail.send', 'mail.deliver', 'session.event', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const { at, app, message } = readSyslog(line.trimEnd(), context.received, context.zone)
    const part = PART.exec(app ?? '')?.[1]
    if (app === undefined || part === undefined)
      return refuse(
        'malformed',
        'Dòng không có phần đầu syslog với chương trình của Postfix (postfix/smtpd, postfix/qmgr…).',
      )
    const origin = lineOrigin(ID, at ?? context.received, context, { provider: app })
    const [, number, rest] = QUEUED.exec(message) ?? []
    const isQueued = number !== undefined && number !== 'NOQUEUE' && number !== 'warning'
    const told = isQueued ? { message: rest ?? '', queued: number } : { message, queued: undefined }
    return ok([read(part, { origin, ...told }) ?? observe(origin, 'other', { provider: app })])
  },

  samples: postfixSamples,
}
