import type { Observation, Origin } from '../../../kernel/event.ts'
import { observe, table } from '../observe.ts'
import { addressOf } from '../windows/names.ts'
import type { AuditRecord } from './record.ts'

/** Whether it was done: `success` or `1`, `failed` or `0`; undefined where the record has neither word. */
const doneIn = ({ get }: AuditRecord): boolean | undefined => {
  const result = get('res') ?? get('success')
  if (result === 'success' || result === 'yes' || result === '1') return true
  return result === 'failed' || result === 'no' || result === '0' ? false : undefined
}

type Read = (record: AuditRecord, origin: Origin, host: string) => Observation | undefined

/** A local account: by its name, or by the name that the log adds to its number. A bare number names nobody. */
const local = (name: string | undefined, host: string): string | undefined =>
  name === undefined || /^\d+$/.test(name) || /\s/.test(name) || /^(?:unset|unknown.*)$/i.test(name)
    ? undefined
    : `${name.toLowerCase()}@${host}`

const about = (record: AuditRecord, host: string) => local(record.get('acct') ?? record.get('ID'), host)
/** Who signed in and did it, whatever they became since: the login uid, where the log adds its name. */
const actor = (record: AuditRecord, host: string) => local(record.get('AUID'), host)

/** The sign-in that sshd, login or the desktop write themselves (`linux-auth`): told here a second time. */
const session =
  (what: string): Read =>
  (record, origin, host) => {
    const [user, done] = [about(record, host), doneIn(record)]
    if (user === undefined || done === undefined) return undefined
    return observe(origin, 'session.event', {
      user,
      host,
      system: 'linux',
      ip: addressOf(record.get('addr')),
      what,
      ok: done,
    })
  }

/** Several records bear the type of one act (a home folder, a group of its own): `op` says which is the act itself. */
const account =
  (action: 'account.create' | 'account.delete' | 'account.disable' | 'account.enable', op: RegExp): Read =>
  (record, origin, host) => {
    const user = about(record, host)
    if (user === undefined || doneIn(record) !== true || !op.test(record.get('op') ?? '')) return undefined
    return observe(origin, action, { user, by: actor(record, host), host, system: 'linux' })
  }

const PASSWORD = /^(?:PAM:chauthtok|chang(?:e|ing)[ -]password|updat(?:e|ing)[ -]password)\b/i
const password: Read = (record, origin, host) => {
  const [user, done] = [about(record, host), doneIn(record)]
  if (user === undefined || done === undefined || !PASSWORD.test(record.get('op') ?? '')) return undefined
  return observe(origin, 'password.change', { user, by: actor(record, host), host, system: 'linux', ok: done })
}

const service =
  (running: boolean): Read =>
  (record, origin, host) => {
    const unit = record.get('unit')
    return unit !== undefined && doneIn(record) === true
      ? observe(origin, 'service.state', { host, service: unit, running })
      : undefined
  }

/** What is watched was changed: rules taken out blind the audit. */
const configured: Read = (record, origin, host) => {
  const item = record.get('op')
  if (item === undefined || doneIn(record) !== true) return undefined
  const value = record.get('key') ?? record.get('path')
  return observe(origin, 'config.change', {
    host,
    user: actor(record, host),
    system: 'linux',
    what: 'audit-rules',
    item,
    value,
  })
}

const byType = table<Read>({
  USER_LOGIN: session('login'),
  USER_AUTH: session('authentication'),
  ADD_USER: account('account.create', /^add(?:ing)?[ -]user\b(?! to )/i),
  DEL_USER: account('account.delete', /^delet(?:e|ing)[ -]user\b(?! from )/i),
  ACCT_LOCK: account('account.disable', /^lock/i),
  ACCT_UNLOCK: account('account.enable', /^unlock/i),
  USER_CHAUTHTOK: password,
  SERVICE_START: service(true),
  SERVICE_STOP: service(false),
  CONFIG_CHANGE: configured,
})

/** A program that was begun: EXECVE has its words, SYSCALL of the same event, where it stands on the line, its file and who began it. */
const program = (records: readonly AuditRecord[], origin: Origin, host: string): Observation | undefined => {
  const begun = records.find(({ type }) => type === 'EXECVE')
  const call = records.find(({ type }) => type === 'SYSCALL')
  const words = begun ? wordsOf(begun) : []
  const path = call?.get('exe') ?? words[0]
  if (begun === undefined || path === undefined || (call && doneIn(call) !== true)) return undefined
  const user = call && actor(call, host)
  return observe(origin, 'program.start', { host, user, path, command: words.join(' ') || undefined })
}

/** `argc` is what the caller says it has; the record holds so many words, or fewer. */
const wordsOf = ({ get }: AuditRecord): readonly string[] => {
  const words: string[] = []
  for (let index = 0, word = get('a0'); word !== undefined; word = get(`a${++index}`)) words.push(word)
  return words
}

/** Whether records of this type mean something to us. */
export const isRead = (type: string): boolean => byType.has(type) || type === 'EXECVE' || type === 'SYSCALL'

/** What the records of one line mean together; undefined: nothing to us. */
export const read = (records: readonly AuditRecord[], origin: Origin, host: string): Observation | undefined => {
  const started = program(records, origin, host)
  if (started) return started
  const [record, ...others] = records
  return record && others.length === 0 ? byType.get(record.type)?.(record, origin, host) : undefined
}
