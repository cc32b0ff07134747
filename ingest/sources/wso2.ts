import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import type { LineContext, Source } from '../source.ts'
import { mailboxOf } from './mailbox.ts'
import { lineOrigin, observe, refuse, table } from './observe.ts'

const ID = 'wso2'

/** A header of syslog: time, host and program, or the parts of RFC 5424. Nothing of a message, which anybody may have written. */
const HEADER = String.raw`(?:<\d{1,3}>)?(?:(?:[A-Z][a-z]{2} [ \d]\d (?:\d{2}:){2}\d{2}|\d{4}-\d{2}-\d{2}T\S{8,25})(?: \S{1,255}){1,2}|1(?: \S{1,255}){5} -) `

/** `[2026-03-02 08:00:00,781]  INFO {AUDIT_LOG}-  …`; newer ones have `TID: [-1234]` before, and an id behind the time. */
export const WSO2_LINE = new RegExp(
  String.raw`^(?:${HEADER})?(?:TID: ?\[[^\]]{1,64}\] )?\[(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{1,6})\] {1,4}(?:\[[^\]]{0,64}\] {1,4})?[A-Z]{4,5} \{AUDIT_LOG\} ?- {1,4}(.*)$`,
  's',
)

/** `Initiator : a | Action : b | Target : c | Data : { … } | Result : d`. `Data` holds what somebody typed, so it ends the reading, but for the last part. */
const partsOf = (message: string): ReadonlyMap<string, string> => {
  const data = message.indexOf('| Data :')
  const before = data < 0 ? message : message.slice(0, data)
  const result = data < 0 ? -1 : message.lastIndexOf('| Result :')
  const parts = result < 0 ? before : `${before}${message.slice(result)}`
  return new Map(
    parts.split('|').flatMap((part): readonly [string, string][] => {
      const colon = part.indexOf(':')
      return colon < 0 ? [] : [[part.slice(0, colon).trim(), part.slice(colon + 1).trim()]]
    }),
  )
}

/** `PRIMARY/an.nv@carbon.super`: the store before, the tenant behind; the one every installation has says nothing. */
const accountOf = (written: string | undefined): string | undefined => {
  const name = (written ?? '').replace(/^[A-Z0-9_-]{1,64}\//, '')
  const sign = name.lastIndexOf('@')
  const tenant = sign < 0 ? '' : name.slice(sign + 1).toLowerCase()
  const realm = tenant === '' || tenant === 'carbon.super' || /\s/.test(tenant) ? ID : `${ID}-${tenant}`
  return mailboxOf(sign < 0 ? name : name.slice(0, sign), realm)
}

/** Whether it was done; undefined where the log has another word for it than these two. */
const RESULTS = table<boolean>({ Success: true, Failed: false, Failure: false })

type Act = { readonly user: string; readonly target: string | undefined; readonly done: boolean }
type Read = (origin: Origin, act: Act) => Observation | undefined

const onAccount =
  (action: 'account.create' | 'account.delete'): Read =>
  (origin, { user, target, done }) =>
    target && done ? observe(origin, action, { user: target, by: user, system: ID }) : undefined

const password: Read = (origin, { user, target, done }) =>
  target === undefined
    ? undefined
    : observe(origin, 'password.change', { user: target, by: target === user ? undefined : user, system: ID, ok: done })

const byAction = table<Read>({
  // «Failed» is said of a wrong password and of a store of users that did not answer alike, and no part tells which.
  Login: (origin, { user, done }) =>
    done ? observe(origin, 'login', { user, system: ID, ok: true, via: 'application' }) : undefined,
  Logout: (origin, { user, done }) => (done ? observe(origin, 'logout', { user, system: ID }) : undefined),
  'Add User': onAccount('account.create'),
  'Delete User': onAccount('account.delete'),
  'Change Password by User': password,
  'Change Password by Administrator': password,
})

/**
 * The audit log of WSO2 Identity Server, in the server's local time. It tells no address. Versions that write JSON in place of the parts
 * publish no list of their actions: there a line shows that the source speaks.
 */
export const wso2: Source = {
  id: ID,
  title: { vi: 'WSO2 Identity Server (audit.log)', en: 'WSO2 Identity Server (audit.log)' },
  parser: 2,
  assumed: false,
  yields: ['login', 'logout', 'password.change', 'account.create', 'account.delete', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const [, time, message = ''] = WSO2_LINE.exec(line.replace(/^\uFEFF/, '').trimEnd()) ?? []
    if (time === undefined)
      return refuse('malformed', 'Dòng không theo dạng audit.log của WSO2 (thời gian, AUDIT_LOG, nội dung).')
    const at = readIso(time, context.zone)
    if (at === undefined) return refuse('time', `Thời gian «${time}» không có thật.`)
    const parts = message.startsWith('{') ? new Map<string, string>() : partsOf(message)
    const code = parts.get('Action')
    const origin = lineOrigin(ID, at, context, code === undefined ? {} : { code })
    const user = accountOf(parts.get('Initiator'))
    const done = RESULTS.get(parts.get('Result') ?? '')
    const told =
      user === undefined || done === undefined
        ? undefined
        : byAction.get(code ?? '')?.(origin, { user, target: accountOf(parts.get('Target')), done })
    return ok([told ?? observe(origin, 'other', { code })])
  },

  samples: {
    'somebody signs in': {
      line: '[2026-03-02 08:00:00,781]  INFO {AUDIT_LOG}-  Initiator : An.NV@carbon.super | Action : Login | Target : ApplicationAuthenticationFramework | Data : { "ServiceProviderName" : "ioffice", "x" : "| Result : Failed" } | Result : Success ',
      zone: '+07:00',
      yields: [
        {
          ...{
            action: 'login',
            at: Date.UTC(2026, 2, 2, 1, 0, 0, 781),
            user: 'an.nv@wso2',
            ok: true,
            via: 'application',
          },
          ...{ system: 'wso2', code: 'Login' },
        },
      ],
    },
    'behind syslog': {
      line: '<14>Mar  2 08:00:01 is-01 wso2[77]: TID: [-1234] [2026-03-02 08:00:00,781] [a-b-c] INFO {AUDIT_LOG} - Initiator : an.nv@carbon.super | Action : Login | Target : x | Data : {} | Result : Success',
      zone: '+07:00',
      yields: [{ action: 'login', at: Date.UTC(2026, 2, 2, 1, 0, 0, 781), user: 'an.nv@wso2', ok: true }],
    },
    'in the newer form of syslog': {
      line: '<14>1 2026-03-02T08:00:01+07:00 is-01 wso2 77 - - [2026-03-02 08:00:00,781]  INFO {AUDIT_LOG}-  Initiator : an.nv@carbon.super | Action : Logout | Target : x | Data : {} | Result : Success',
      yields: [{ action: 'logout', user: 'an.nv@wso2' }],
    },
    'without the name of a program': {
      line: '<14>Mar  2 08:00:01 is-01 TID: [-1234] [2026-03-02 08:00:00,781] [a-b-c] INFO {AUDIT_LOG} - Initiator : an.nv@carbon.super | Action : Logout | Target : x | Data : {} | Result : Success',
      yields: [{ action: 'logout', user: 'an.nv@wso2' }],
    },
    'another program that repeats what a stranger typed': {
      line: '<14>2026-03-02T08:00:01+07:00 srv-01 sshd[7]: Invalid user [2026-03-02 08:00:00,781]  INFO {AUDIT_LOG}-  Initiator : an.nv@carbon.super | Action : Login | Target : x | Data : {} | Result : Success',
      yields: 'malformed',
    },
    'another log that repeats what somebody typed': {
      line: '<14>Mar  2 08:00:01 is-01 wso2: [2026-03-02 08:00:00,781] WARN {org.wso2.carbon.x} - a [2026-03-02 08:00:00,781]  INFO {AUDIT_LOG}-  Initiator : an.nv | Action : Login | Result : Success',
      yields: 'malformed',
    },
    'of a tenant': {
      line: 'TID: [-1234] [2026-03-02 08:00:00,781] [a-b-c] INFO {AUDIT_LOG} - Initiator : PRIMARY/an.nv@so.tinh.example | Action : Login | Target : x | Data : {} | Result : Success',
      yields: [{ action: 'login', user: 'an.nv@wso2-so.tinh.example', ok: true }],
    },
    'failed, for whatever reason': {
      line: '[2026-03-02 08:00:00,781]  WARN {AUDIT_LOG}-  Initiator : an.nv@carbon.super | Action : Login | Target : x | Data : | Result : Success | Data : {} | Result : Failed',
      yields: [{ action: 'other', code: 'Login' }],
    },
    'an account is made': {
      line: '[2026-03-02 08:00:00,781]  INFO {AUDIT_LOG}-  Initiator : admin@carbon.super | Action : Add User | Target : bich@carbon.super | Data : { Roles : } | Result : Success',
      yields: [{ action: 'account.create', user: 'bich@wso2', by: 'admin@wso2' }],
    },
    'a result in other words decides nothing': {
      line: '[2026-03-02 08:00:00,781]  INFO {AUDIT_LOG}-  Initiator : an.nv@carbon.super | Action : Login | Target : x | Data : {} | Result : InProgress',
      yields: [{ action: 'other', code: 'Login' }],
    },
    'JSON in place of the parts': {
      line: 'TID: [-1234] [2026-03-02 08:00:00,781] [a-b-c] INFO {AUDIT_LOG} - {"id":"x","action":"Login"}',
      yields: [{ action: 'other' }],
    },
    'another log of the same server': {
      line: 'TID: [-1234] [2026-03-02 08:00:00,781] [a-b-c] INFO {org.wso2.carbon.core} - started',
      yields: 'malformed',
    },
    'a day that is none': { line: '[2026-02-30 08:00:00,781]  INFO {AUDIT_LOG}-  Initiator : a', yields: 'time' },
  },
}
