import { expect, test } from 'vitest'
import { contentOf } from '../../../api/push/content.ts'
import { isPushed, type Told } from '../../../api/push/policy.ts'
import { type Profile, PushedAlert, profiles } from '../../../api/push/wire.ts'
import { loadRules } from '../../../detectors/load.ts'
import { masker } from '../../../ingest/mask.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { localTime } from '../../../kernel/time.ts'
import { nightLogin, spraying, text } from '../../support/alerts.ts'
import { sampleAlerts } from '../../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const mask = masker(new Uint8Array(32))
const seal = (given: string): string => mask(given).line
const contents = (alert: Alert) =>
  Object.fromEntries(profiles.map((profile) => [profile, contentOf(alert, profile, { seal, now: NOW })])) as Record<
    Profile,
    PushedAlert
  > // every profile is there

/** Everything that a log or a register had a hand in. */
const alert = nightLogin(NOW, {
  device: 'USB-7788',
  address: '192.0.2.77',
  fields: { path: 'E:\\du-an.docx', note: 'dòng nhật ký gốc' },
})

test('every profile is what the wire allows, and says the same of what it says', () => {
  for (const one of sampleAlerts(NOW))
    for (const content of Object.values(contents(one))) {
      expect(PushedAlert.parse(content)).toEqual(content)
      expect(content).toMatchObject({ id: one.id, level: one.level, occurrences: one.occurrences })
    }
})

test('a person is named in full alone, a machine not in a digest, and a field of a log nowhere', () => {
  const { full, 'no-person': without, digest } = contents(alert)
  const said = JSON.stringify(full)
  for (const word of ['Nguyễn Văn An', 'p-an', 'an.nv@tinh', 'USB-7788', '192.0.2.77', 'pc-01'])
    expect(said).toContain(word)
  for (const word of ['du-an.docx', 'dòng nhật ký gốc']) expect(said).not.toContain(word)
  for (const word of ['Nguyễn Văn An', 'p-an', 'an.nv', 'USB-7788', '192.0.2.77'])
    expect(JSON.stringify([without, digest])).not.toContain(word)
  expect(without.machine).toBe('pc-01')
  expect(JSON.stringify(digest)).not.toContain('pc-01')
})

test('a reason may name somebody: it is told in full alone', () => {
  const withdrawn = { ...alert, withdrawn: { reason: text('danh bạ sửa: Nguyễn Văn An trực đêm'), at: NOW } }
  const { full, 'no-person': without } = contents(withdrawn)
  expect(full.withdrawn?.reason).toContain('Nguyễn Văn An')
  expect(without.withdrawn).toEqual({ reason: 'lý do lưu tại nơi gửi', at: NOW })
})

test('what a decision permits reads as withdrawn, with its document', () => {
  const permitted = { ...alert, silenced: { exception: 'ngoai-le-1', document: '12/QĐ-UBND' } }
  expect(contents(permitted).full.withdrawn?.reason).toContain('12/QĐ-UBND')
})

test('a title or a password that reached an alert in clear is sealed on the way out, wherever it stands', () => {
  const title = 'TUYỆT MẬT - Phương án bảo vệ mục tiêu A'
  const secret = 'password=Bi.Mat#2026'
  const planted: Alert = {
    ...alert,
    say: text(`an.nv@tinh mở E:\\${title}.docx bằng lệnh dang-nhap ${secret}`),
    respond: text(`hỏi về ${title}`),
    doubts: [text(title)],
    unverifiable: { reason: text(title), at: NOW },
    withdrawn: { reason: text(`${title} ${secret}`), at: NOW },
    subject: {
      ...alert.subject,
      machine: title,
      account: title,
      device: title,
      address: secret,
      person: { id: secret, name: title },
      unit: { id: 'xa-a', name: title, path: ['tinh'] },
    },
  }
  const said = JSON.stringify(contents(planted))
  expect(said).not.toContain('Phương án')
  expect(said).not.toContain('Bi.Mat')
  expect(said).toContain('[TUYỆT MẬT:')
})

test('half a character of a log is not told: canonical JSON has no form for it', () => {
  const cut = { ...alert, say: text(`E:\\\ud83d.docx${'x'.repeat(19_989)}😀😀`) }
  const { full } = contents(cut)
  expect(full.say).toHaveLength(20_000)
  expect(full.say?.isWellFormed()).toBe(true)
})

test('the texts of rules pass the seal as they are', async () => {
  for (const { title, say, respond } of await loadRules())
    for (const { vi } of [title, say, respond]) expect(seal(vi)).toBe(vi)
})

const real = nightLogin(NOW, { level: 'high', but: { sample: false } })
const from = '2026-03-01'
test.each<readonly [string, readonly Told[], Alert, boolean]>([
  ['from a day on', [{ from: '2026-03-04' }], real, true],
  ['not before it', [{ from: '2026-03-05' }], real, false],
  ['by level', [{ from, levels: ['high', 'serious'] }], real, true],
  ['another level', [{ from, levels: ['serious'] }], real, false],
  ['by clause', [{ from, clauses: ['ACC-01'] }], real, true],
  ['another clause', [{ from, clauses: ['ACC-02'] }], real, false],
  ['a unit above', [{ from, units: ['tinh'] }], real, true],
  ['a unit beside', [{ from, units: ['xa-b'] }], real, false],
  ['all of one line must fit', [{ from, levels: ['high'], units: ['xa-b'] }], real, false],
  [
    'one line is enough',
    [
      { from, levels: ['low'] },
      { from, units: ['xa-a'] },
    ],
    real,
    true,
  ],
  ['never of the sample province', [{ from }], { ...real, sample: true }, false],
])('the policy tells %s', (_, policy, given, told) => {
  expect(isPushed(policy, given)).toBe(told)
})

test('an alert of no unit is told where no unit is asked for', () => {
  const { unit: _, ...subject } = spraying(NOW).subject
  const nowhere = { ...spraying(NOW), subject, sample: false }
  expect([isPushed([{ from }], nowhere), isPushed([{ from, units: ['tinh'] }], nowhere)]).toEqual([true, false])
})
