import { TableMapping, tableSource } from '../table.ts'
import { APP_COLUMNS, APP_EVENTS, TIMES, WRONG_PASSWORD } from './common.ts'

const KEYCLOAK = [
  { when: { action: ['CODE_TO_TOKEN', 'REFRESH_TOKEN', 'INTROSPECT_TOKEN'] }, action: 'other' },
  {
    when: { action: 'LOGIN_ERROR', error: '/user_not_found/' },
    action: 'login',
    fields: { ok: false, via: 'application', refusal: 'no-such-user' },
  },
  {
    when: { action: 'LOGIN_ERROR', error: '/disabled/' },
    action: 'login',
    fields: { ok: false, via: 'application', refusal: 'disabled' },
  },
  {
    when: { action: 'LOGIN_ERROR', error: ['/invalid_user_credentials/', ...WRONG_PASSWORD] },
    action: 'login',
    fields: { ok: false, via: 'application', refusal: 'bad-password' },
  },
  // An error of the application’s own (a bad address to return to) is no refusal.
  { when: { action: 'LOGIN_ERROR', error: '/./' }, action: 'other' },
  { when: { action: ['UPDATE_PASSWORD', 'RESET_PASSWORD'] }, action: 'password.change', fields: { ok: true } },
  { when: { action: 'REGISTER' }, action: 'account.create' },
]

/**
 * Single sign-on as JSON, one event a line: the field names of Keycloak's events and of comparable exports. The national
 * sign-on (VNeID) publishes no format.
 */
export const ssoMapping = TableMapping.parse({
  id: 'sso',
  title: { vi: 'Đăng nhập một lần (SSO)', en: 'Single sign-on (SSO)' },
  assumed: true,
  format: 'json',
  columns: {
    ...APP_COLUMNS,
    user: [...APP_COLUMNS.user, 'details.username', 'preferred_username'],
    error: ['error', 'Lỗi'],
    record: ['id', ...APP_COLUMNS.record],
  },
  times: TIMES,
  system: 'sso',
  events: [...KEYCLOAK, ...APP_EVENTS],
})

export const sso = tableSource(ssoMapping, {
  'a person signs in': {
    line: '{"time":1772413200000,"type":"LOGIN","clientId":"ioffice","ipAddress":"192.0.2.7","details":{"username":"an.nv"}}',
    yields: [{ action: 'login', user: 'an.nv@sso', ok: true, ip: '192.0.2.7', at: 1_772_413_200_000 }],
  },
  'a wrong password': {
    line: '{"time":1772413200000,"type":"LOGIN_ERROR","error":"invalid_user_credentials","details":{"username":"an.nv"}}',
    yields: [{ action: 'login', user: 'an.nv@sso', ok: false, refusal: 'bad-password' }],
  },
  'an error of the application is no refusal': {
    line: '{"time":1772413200000,"type":"LOGIN_ERROR","error":"invalid_redirect_uri","details":{"username":"an.nv"}}',
    yields: [{ action: 'other', user: 'an.nv@sso' }],
  },
  'a failure that says no reason has none': {
    line: '{"time":1772413200000,"type":"LOGIN_ERROR","details":{"username":"an.nv"}}',
    yields: [{ action: 'login', user: 'an.nv@sso', ok: false }],
  },
  'nobody of that name': {
    line: '{"time":1772413200000,"type":"LOGIN_ERROR","error":"user_not_found","details":{"username":"abc"}}',
    yields: [{ action: 'login', user: 'abc@sso', ok: false, refusal: 'no-such-user' }],
  },
  'a token for an open session is not a login': {
    line: '{"time":1772413200000,"type":"CODE_TO_TOKEN","details":{"username":"an.nv"}}',
    yields: [{ action: 'other' }],
  },
  'not JSON': { line: 'type=LOGIN', yields: 'malformed' },
})
