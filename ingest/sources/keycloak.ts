import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { isObject, type JsonObject, readObject, text } from '../formats/json.ts'
import type { LineContext, Source } from '../source.ts'
import { headOf } from './keycloak/head.ts'
import { keycloakSamples } from './keycloak/samples.ts'
import { jsonNames, knowing } from './known.ts'
import { mailboxOf } from './mailbox.ts'
import { lineOrigin, observe, refuse, table } from './observe.ts'
import { addressOf } from './windows/names.ts'

const ID = 'keycloak'

type Get = (name: string) => string | undefined
type Read = (origin: Origin, get: Get) => Observation | undefined

/** Two realms may have an `admin` each: the realm is part of the account, where the event names it by a word (newer ids say nothing). */
const realmOf = (get: Get): string => {
  const realm = get('realmName') ?? get('realmId') ?? ''
  return realm === '' || /^[0-9a-f-]{32,36}$/i.test(realm) || /[@\s]/.test(realm) ? ID : `${ID}-${realm.toLowerCase()}`
}

const who = (get: Get) => ({
  user: mailboxOf(get('username'), realmOf(get)),
  system: ID,
  ip: addressOf(get('ipAddress')),
})

/** Why a login was refused. Of an error that is the application's own (a bad address to return to), nobody's secret was wrong. */
const REFUSALS = table<'bad-password' | 'no-such-user' | 'disabled' | 'locked'>({
  invalid_user_credentials: 'bad-password',
  user_not_found: 'no-such-user',
  user_disabled: 'disabled',
  user_temporarily_disabled: 'locked',
})

const login =
  (success: boolean): Read =>
  (origin, get) => {
    const { user, system, ip } = who(get)
    const refusal = success ? undefined : REFUSALS.get(get('error') ?? '')
    if (user === undefined || (!success && refusal === undefined)) return undefined
    // A program that keeps the secret asks by itself, with it (Resource Owner Password Credentials).
    const automatic = get('grant_type') === 'password' ? true : undefined
    return observe(origin, 'login', { user, system, ip, ok: success, via: 'application', automatic, refusal })
  }

const password =
  (success: boolean): Read =>
  (origin, get) => {
    const { user, system } = who(get)
    return user === undefined ? undefined : observe(origin, 'password.change', { user, system, ok: success })
  }

/** Changing codes for tokens and renewing them happens by itself while a session lasts: neither is a login, nor `activity` of anybody. */
const byType = table<Read>({
  LOGIN: login(true),
  LOGIN_ERROR: login(false),
  LOGOUT: (origin, get) => {
    const { user, system } = who(get)
    return user === undefined ? undefined : observe(origin, 'logout', { user, system })
  },
  UPDATE_PASSWORD: password(true),
  UPDATE_PASSWORD_ERROR: password(false),
  REGISTER: (origin, get) => {
    const { user, system } = who(get)
    return user === undefined ? undefined : observe(origin, 'account.create', { user, system })
  },
})

/** An event as its listeners hand it on (`{"time":…,"type":…,"details":{…}}`): what was typed stands under `details`. */
const fromJson = (object: JsonObject): Get => {
  const details = isObject(object['details']) ? object['details'] : {}
  return (name) => text(object[name]) ?? text(details[name])
}

/** Fields of an event (Keycloak, `EventRepresentation`) and the details it is told with (`Details`, `OAuth2Constants`). */
const knows = knowing(
  `id time type realmId realmName clientId userId sessionId ipAddress error details.* username organizationId`,
  `@timestamp timestamp sequence loggerClassName loggerName level message threadName threadId mdc.* ndc hostName processName processId`,
)

type Event = { readonly at: number | undefined; readonly get: Get }

const eventOf = (line: string, context: LineContext): Event | undefined => {
  const object = context.json ?? (/^\uFEFF?\s*\{/.test(line) ? readObject(line) : undefined)
  if (object === undefined) return headOf(line, context)
  // Quarkus' JSON log holds the same text as its plain one, in `message`.
  const message = text(object['message'])
  if (message !== undefined && text(object['loggerName']) === 'org.keycloak.events')
    return headOf(`${text(object['timestamp']) ?? ''} [org.keycloak.events] ${message}`, context)
  const time = text(object['time'])
  return text(object['type']) === undefined && text(object['operationType']) === undefined
    ? undefined
    : { at: /^\d{12,14}$/.test(time ?? '') ? Number(time) : undefined, get: fromJson(object) }
}

/** Events of Keycloak: of its own log, plain or JSON, and as its listeners export them. */
export const keycloak: Source = {
  id: ID,
  title: { vi: 'Đăng nhập một lần Keycloak', en: 'Keycloak single sign-on' },
  parser: 1,
  assumed: false,
  yields: ['login', 'logout', 'password.change', 'account.create', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const event = eventOf(line.trimEnd(), context)
    if (!event)
      return refuse('malformed', 'Dòng không phải sự kiện của Keycloak (org.keycloak.events, hoặc JSON có «type»).')
    const { at, get } = event
    if (at === undefined) return refuse('time', 'Sự kiện của Keycloak không có thời gian đọc được.')
    const code = get('type') ?? get('operationType')
    const origin = lineOrigin(ID, at, context, code === undefined ? {} : { code })
    return ok([byType.get(code ?? '')?.(origin, get) ?? observe(origin, 'other', { code })])
  },

  unknown(line) {
    const object = /^\uFEFF?\s*\{/.test(line) ? readObject(line) : undefined
    return object && byType.has(text(object['type']) ?? '') ? jsonNames(object, knows) : []
  },

  samples: keycloakSamples,
}
