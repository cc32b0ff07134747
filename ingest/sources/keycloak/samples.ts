import type { Sample } from '../../source.ts'

const RETURNED = 'redirect_uri=https://a.example/x, code_id=1'

/** What the source of Keycloak reads, by example; no real machine, person or address. */
export const keycloakSamples: Readonly<Record<string, Sample>> = {
  'a wrong secret, in the log of WildFly: the day is that of receipt': {
    line: `08:00:00,120 WARN  [org.keycloak.events] (default task-2) type=LOGIN_ERROR, realmId=tinh, clientId=ioffice, userId=cc74, ipAddress=192.0.2.7, error=invalid_user_credentials, auth_method=openid-connect, ${RETURNED}, username=An.NV`,
    zone: '+07:00',
    yields: [
      {
        ...{ action: 'login', at: Date.UTC(2026, 2, 2, 1, 0, 0, 120), user: 'an.nv@keycloak-tinh', ip: '192.0.2.7' },
        ...{ ok: false, refusal: 'bad-password', via: 'application', code: 'LOGIN_ERROR' },
      },
    ],
  },
  'before midnight, received after it': {
    line: '23:59:58,000 DEBUG [org.keycloak.events] (default task-2) type=LOGIN, realmId=tinh, ipAddress=192.0.2.7, username=an.nv',
    zone: '+07:00',
    received: '2026-03-02T17:00:30Z',
    yields: [{ action: 'login', at: Date.UTC(2026, 2, 2, 16, 59, 58), ok: true }],
  },
  'a caller writes pairs of its own into the name of a client': {
    line: '08:00:00,120 WARN  [org.keycloak.events] (default task-2) type=LOGIN_ERROR, realmId=tinh, clientId=x, ipAddress=192.0.2.9, error=invalid_user_credentials, username=bich, userId=null, ipAddress=203.0.113.7, error=client_not_found',
    yields: [{ action: 'other', code: 'LOGIN_ERROR' }],
  },
  'quoted, and a name that is none': {
    line: '2026-03-02 08:00:00,120 WARN  [org.keycloak.events] (executor-thread-54) type="LOGIN_ERROR", realmId="4f960adf-d36a-4706-ae1b-24ca3508c05f", realmName="tinh", ipAddress="192.0.2.7", error="user_not_found", username="a\\", type=\\"LOGIN"',
    yields: [{ action: 'other', code: 'LOGIN_ERROR' }],
  },
  'nobody of that name': {
    line: '2026-03-02 08:00:00,120 WARN  [org.keycloak.events] (executor-thread-54) type="LOGIN_ERROR", realmName="tinh", ipAddress="192.0.2.7", error="user_not_found", username="abc@tinh.example"',
    zone: '+07:00',
    yields: [
      { action: 'login', at: Date.UTC(2026, 2, 2, 1, 0, 0, 120), user: 'abc@tinh.example', refusal: 'no-such-user' },
    ],
  },
  'the JSON log of Quarkus': {
    line: JSON.stringify({
      ...{ timestamp: '2026-03-02T01:00:00.759646496Z', loggerName: 'org.keycloak.events', level: 'WARN' },
      message: 'type="LOGIN_ERROR", realmName="master", ipAddress="192.0.2.7", error="user_disabled", username="admin"',
    }),
    yields: [
      { action: 'login', at: Date.UTC(2026, 2, 2, 1, 0, 0, 759), user: 'admin@keycloak-master', refusal: 'disabled' },
    ],
  },
  'an event as its listeners export it': {
    line: '{"time":1772413200000,"type":"LOGIN","realmId":"tinh","clientId":"ioffice","userId":"u1","ipAddress":"192.0.2.7","details":{"username":"an.nv"}}',
    yields: [{ action: 'login', at: 1_772_413_200_000, user: 'an.nv@keycloak-tinh', ok: true, ip: '192.0.2.7' }],
  },
  'a program that keeps the secret': {
    line: '{"time":1772413200000,"type":"LOGIN","realmId":"tinh","details":{"username":"dich.vu","grant_type":"password"}}',
    yields: [{ action: 'login', automatic: true }],
  },
  'a token for an open session is no login': {
    line: '{"time":1772413200000,"type":"CODE_TO_TOKEN","realmId":"tinh","details":{"username":"an.nv"}}',
    yields: [{ action: 'other', code: 'CODE_TO_TOKEN' }],
  },
  'an error of the application is nobody’s': {
    line: '{"time":1772413200000,"type":"LOGIN_ERROR","realmId":"tinh","error":"invalid_redirect_uri","details":{"username":"an.nv"}}',
    yields: [{ action: 'other', code: 'LOGIN_ERROR' }],
  },
  'a new password': {
    line: '{"time":1772413200000,"type":"UPDATE_PASSWORD","realmId":"tinh","details":{"username":"an.nv"}}',
    yields: [{ action: 'password.change', user: 'an.nv@keycloak-tinh', ok: true }],
  },
  'what an administrator does': {
    line: '{"time":1772413200000,"realmId":"tinh","operationType":"DELETE","resourceType":"USER","resourcePath":"users/u1"}',
    yields: [{ action: 'other', code: 'DELETE' }],
  },
  'no time': { line: '{"type":"LOGIN","realmId":"tinh"}', yields: 'time' },
  'another logger': { line: '08:00:00,120 INFO  [org.keycloak.services] (main) started', yields: 'malformed' },
}
