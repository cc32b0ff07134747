import type { Fields, Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { mailboxOf } from './mailbox.ts'
import { lineOrigin, observe, refuse, table } from './observe.ts'
import { zimbraSamples } from './samples/zimbra.ts'
import { addressOf } from './windows/names.ts'

const ID = 'zimbra'

/** `2026-03-02 08:00:00,253 INFO  [thread] [name=…;oip=…;ua=…;] security - cmd=Auth; account=…; protocol=soap;` */
const LINE =
  /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{1,6}) ([A-Z]{4,5})\s{1,4}\[(.{0,400}?)\] \[(.{0,2000})\] ([a-z]{2,24}) - (.*)$/s

/** `a=b; c=d;` in the order written: the first of a key wins, for what follows may be the caller's own words. */
const pairsOf = (text: string): ReadonlyMap<string, string> => {
  const pairs = new Map<string, string>()
  for (const part of text.split(';')) {
    const sign = part.indexOf('=')
    const key = part.slice(0, Math.max(sign, 0)).trim()
    if (key !== '' && !pairs.has(key)) pairs.set(key, part.slice(sign + 1).trim())
  }
  return pairs
}

type Act = {
  readonly origin: Origin
  readonly get: (name: string) => string | undefined
  /** Who speaks, by the context that the server itself keeps. */
  readonly speaker: string | undefined
  readonly ip: string | undefined
  readonly agent: string
  /** Whether the server says that it was done: `INFO` without an error. */
  readonly done: boolean
}

const account = (written: string | undefined): string | undefined => mailboxOf(written, ID)

/** The page in a browser, where somebody types; all else (IMAP, telephones, Outlook's connector, zmprov) keeps the secret and comes again. */
const BROWSER = /^Zimbra(?:WebClient|AdminConsole|ModernWebClient)\b/i

/** What a directory of Windows says behind «error code 49» ([MS-ADTS]; the same numbers as sub-status of 4625). */
const LDAP = table<Fields<'login'>['refusal']>({
  ...{ '52e': 'bad-password', '525': 'no-such-user', '530': 'outside-hours', '531': 'outside-hours' },
  ...{ '532': 'expired', '773': 'expired', '701': 'expired', '533': 'disabled', '775': 'locked' },
})
const WORDS: readonly (readonly [RegExp, Fields<'login'>['refusal']])[] = [
  [/\binvalid password\b|\binvalid credentials\b/i, 'bad-password'],
  [/\baccount not found\b|\bno such account\b/i, 'no-such-user'],
  [/\blockout\b|\baccount(?:\(or domain\))? status is locked\b/i, 'locked'],
  [/\bmust change password\b|\bpassword expired\b/i, 'expired'],
  [/\bstatus is (?:closed|pending|maintenance)\b/i, 'disabled'],
]

/** Why a login was refused; undefined where the server could not tell, because the directory it asks did not answer. */
const refusalOf = (error: string): Fields<'login'>['refusal'] => {
  const code = /\berror code 49\b.{0,200}?\bdata ([0-9a-f]{3,8})\b/is.exec(error)?.[1]
  return code === undefined ? WORDS.find(([words]) => words.test(error))?.[1] : LDAP.get(code.toLowerCase())
}

const login = ({ origin, get, ip, agent, done }: Act): Observation | undefined => {
  const user = account(get('account'))
  const refusal = done ? undefined : refusalOf(get('error') ?? '')
  if (user === undefined || (!done && refusal === undefined)) return undefined
  const byHand = /^(?:soap|http|https)$/i.test(get('protocol') ?? 'soap') && BROWSER.test(agent)
  return observe(origin, 'login', {
    ...{ user, system: ID, ok: done, via: 'application', ip, automatic: byHand ? undefined : true, refusal },
    elevated: done && get('cmd') === 'AdminAuth' ? true : undefined,
  })
}

const password = ({ origin, get, speaker, done }: Act): Observation | undefined => {
  const user = account(get('account') ?? get('name'))
  return user === undefined
    ? undefined
    : observe(origin, 'password.change', { user, by: speaker === user ? undefined : speaker, system: ID, ok: done })
}

const changed =
  (action: 'account.create' | 'account.delete') =>
  ({ origin, get, speaker, done }: Act): Observation | undefined => {
    const user = account(get('name') ?? get('account'))
    return user && done ? observe(origin, action, { user, by: speaker, system: ID }) : undefined
  }

/** The state of an account is one of the attributes that are set. Locked out by wrong passwords is the server's own doing, and passes. */
const modified = ({ origin, get, speaker, done }: Act): Observation | undefined => {
  const user = account(get('name') ?? get('account'))
  if (user === undefined || !done) return undefined
  const status = get('zimbraAccountStatus')?.toLowerCase()
  const fields = { user, by: speaker, system: ID }
  if (status === 'closed' || status === 'locked') return observe(origin, 'account.disable', fields)
  if (status === 'active') return observe(origin, 'account.enable', fields)
  return observe(origin, 'account.change', fields)
}

/** An administrator opens another's mailbox. */
const delegated = ({ origin, get, speaker, done }: Act): Observation | undefined =>
  speaker === undefined
    ? undefined
    : observe(origin, 'privilege', {
        user: speaker,
        system: ID,
        ok: done,
        target: account(get('accountName')),
        what: 'delegate-auth',
      })

const byCommand = table<(act: Act) => Observation | undefined>({
  Auth: login,
  AdminAuth: login,
  ChangePassword: password,
  SetPassword: password,
  CreateAccount: changed('account.create'),
  DeleteAccount: changed('account.delete'),
  ModifyAccount: modified,
  DelegateAuth: delegated,
})

/**
 * Zimbra's audit.log and mailbox.log, in the server's local time, from a file or over syslog. `ip` may be that of Zimbra's own proxy, at
 * which everybody seems to sit: only `oip` is an origin, and of several the last, for what stands before it is the client's own word.
 */
export const zimbra: Source = {
  id: ID,
  title: { vi: 'Thư Zimbra (audit.log, mailbox.log)', en: 'Zimbra mail (audit.log, mailbox.log)' },
  parser: 1,
  assumed: false,
  yields: [
    ...(['login', 'password.change', 'account.create', 'account.delete', 'account.disable', 'account.enable'] as const),
    ...(['account.change', 'privilege', 'other'] as const),
  ],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const text = line.replace(/^\uFEFF/, '').trimEnd()
    const [, time, level = '', , bracket = '', category = '', message = ''] =
      LINE.exec(text) ?? LINE.exec(readSyslog(text, context.received, context.zone).message) ?? []
    if (time === undefined)
      return refuse(
        'malformed',
        'Dòng không theo dạng nhật ký Zimbra (ngày giờ, mức, luồng, ngữ cảnh, loại, nội dung).',
      )
    const at = readIso(time, context.zone)
    if (at === undefined) return refuse('time', `Thời gian «${time}» không có thật.`)
    const origin = lineOrigin(ID, at, context, { code: pairsOf(message).get('cmd') ?? category })
    const act = category === 'security' ? actOf(origin, level, bracket, message) : undefined
    return ok([(act && byCommand.get(act.get('cmd') ?? '')?.(act)) ?? observe(origin, 'other', { code: origin.code })])
  },

  samples: zimbraSamples,
}

const actOf = (origin: Origin, level: string, bracket: string, message: string): Act => {
  const [speech, pairs] = [pairsOf(bracket), pairsOf(message)]
  const get: Act['get'] = (name) => pairs.get(name) || undefined
  return {
    ...{ origin, get, speaker: account(speech.get('name')) },
    ip: addressOf(speech.get('oip')?.split(',').at(-1)),
    agent: speech.get('ua') ?? '',
    done: level === 'INFO' && !pairs.has('error'),
  }
}
