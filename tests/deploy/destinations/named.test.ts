import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forbidden } from '../../../deploy/destinations/forbidden.ts'
import { namedIn, serviceNamed } from '../../../deploy/destinations/named.ts'
import { loadCatalogue } from '../../../detectors/load.ts'

const every = forbidden.flatMap((of) => [
  ...of.domains.map((domain) => ({ of, domain })),
  ...(of.everywhere ?? []).flatMap((label) =>
    ['com', 'vn', 'com.vn', 'co.uk', 'fr'].map((end) => ({ of, domain: `${label}.${end}` })),
  ),
])
const listed = fc.constantFrom(...every)
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)

/** The same name as different hands write it. */
const written = (host: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    host,
    host.toUpperCase(),
    `${host}.`,
    host.replaceAll('.', '。'),
    host.replace(/[a-z]/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    host.replace('.', '%2E'),
    host.replace('.', '%252e'),
    `${host[0]}\u200b${host.slice(1)}`,
  )

/** The same place as different settings have it. */
const placed = (host: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    host,
    `${host}:443`,
    `https://${host}/bot1:2/send?chat=3`,
    `https://ai.do:mat-khau@${host}`,
    `https://tinh.example\\@${host}/`,
    `//${host}#x`,
    `can.bo@${host}`,
    `Cán bộ <can.bo@${host}>`,
    `kafka-1.tinh.example:9093,${host}:9093`,
    `https://chuyen-tiep.tinh.example/?to=https%3A%2F%2F${host}%2Fx`,
    `gửi qua ${host}, hằng ngày`,
  )

test('every listed domain and everything below it is named, however it is written and wherever it stands', () => {
  const host = fc
    .tuple(listed, fc.array(label, { maxLength: 3 }))
    .map(([{ domain, of }, below]) => ({ of, host: [...below, domain].join('.') }))
  const text = host.chain(({ of, host }) =>
    written(host)
      .chain(placed)
      .map((text) => ({ of, text })),
  )
  fc.assert(
    fc.property(text, ({ of, text }) => {
      expect(namedIn(text)?.of.service, text).toBe(of.service)
    }),
    { numRuns: 400 },
  )
})

test('a name that only looks like a listed one is not', () => {
  const alone = listed.filter(({ domain }) => !every.some((other) => domain.endsWith(`.${other.domain}`)))
  const near = fc.tuple(alone, label, fc.nat(3)).map(([{ domain }, word, how]) => {
    switch (how) {
      case 0:
        return `${word}${domain}.example`
      case 1:
        return `khong-${domain}`
      case 2:
        return `${domain}@tinh.example`
      default:
        return `${domain}.tinh.example`
    }
  })
  fc.assert(
    fc.property(near.chain(placed), (text) => {
      expect(namedIn(text), text).toBeUndefined()
    }),
    { numRuns: 400 },
  )
})

test.each([
  'notslack.example',
  'slack.example',
  'https://pa05.tinh.example:8443/zalo',
  'https://zalo.me@pa05.tinh.example',
  'outlook.office365.com',
  'thu.tinh.gov.vn',
  'yahoo.tinh.vn',
  'hotmail.lan',
  'mail.tinh.gov.vn',
  '192.168.1.126',
  'vonggac.detections',
  'Cấm dùng Zalo, Viber, Telegram, Facebook để gửi tài liệu',
  'a.b.c',
  'kafka-01:9093',
])('%s is nobody’s of the list', (text) => {
  expect(namedIn(text)).toBeUndefined()
})

test.each([
  ['https://openapi.zalo.me/v3.0/oa/message/cs', 'Zalo', 'DAT-02'],
  ['https://api.telegram.org/bot123:abc/sendMessage', 'Telegram', 'DAT-02'],
  ['t.me/nhom', 'Telegram', 'DAT-02'],
  ['m.me/trang', 'Facebook', 'DAT-02'],
  ['tgram://123/456', 'Telegram', 'DAT-02'],
  ['https://discord.com/api/webhooks/1/x', 'Discord', 'DAT-02'],
  ['https://hooks.slack.com/services/T/B/x', 'Slack', 'DAT-02'],
  ['viber://chat?number=1', 'Viber', 'DAT-02'],
  ['https://za\tlo.me', 'Zalo', 'DAT-02'],
  ['mailto:an.nv@gmail.com', 'thư cá nhân Gmail', 'DAT-03'],
  ['smtp.mail.yahoo.com.vn:465', 'thư cá nhân Yahoo', 'DAT-03'],
  ['an.nv@hotmail.co.uk', 'thư cá nhân Outlook, Hotmail', 'DAT-03'],
  ['an.nv@outlook.com', 'thư cá nhân Outlook, Hotmail', 'DAT-03'],
  ['an.nv@icloud.com', 'thư cá nhân iCloud', 'DAT-03'],
])('%s is of %s (%s)', (text, service, clause) => {
  expect(namedIn(text)?.of).toMatchObject({ service, clause })
})

test('a word alone stands for a service only as a whole', () => {
  expect(serviceNamed(' Telegram ')?.of.service).toBe('Telegram')
  expect(serviceNamed('telegrams')).toBeUndefined()
})

test('what is cited is in the catalogue, and no domain stands twice', () => {
  const clauses = loadCatalogue()
  for (const { clause } of forbidden) expect(clauses.get(clause)?.basis.length).toBeGreaterThan(0)
  const domains = forbidden.flatMap((one) => one.domains)
  expect(new Set(domains).size).toBe(domains.length)
  for (const domain of domains) expect(domain).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
})
