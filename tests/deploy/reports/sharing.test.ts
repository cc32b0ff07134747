import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { figuresOf } from '../../../api/push/days.ts'
import { openAnswers } from '../../../deploy/push/answers.ts'
import { PushConfig } from '../../../deploy/push/settings.ts'
import { sharingIn } from '../../../deploy/reports/sharing.ts'
import { DAY, localDate, localTime } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { alertsHere, openHere } from '../../support/push-ledger.ts'

const FIRST = localTime('2026-03-04', '10:00')
const march = { from: localTime('2026-03-01', '05:00'), to: localTime('2026-04-01', '05:00') }
const push = PushConfig.parse({
  sender: 'tinh-mau',
  signingKey: 'k.pem',
  receivers: [{ id: 'pa05', name: 'Phòng PA05', receiverKey: 'r.pem', policy: [{ from: '2026-01-01' }] }],
})

/** A ledger with two entries a day from 4 March on, four receipted, a day compared and another that differs. */
const ledger = () => {
  const data = temporaryFolder()
  const clock = { at: FIRST }
  const product = alertsHere()
  const here = openHere({ folder: data, db: product.db, now: () => clock.at })
  onTestFinished(here.close)
  for (let n = 0; n < 6; n++) {
    clock.at = FIRST + Math.floor(n / 2) * DAY
    product.put(nightLogin(FIRST - n, { level: 'high', but: { id: `canh-bao-${n}`, sample: false } }), clock.at)
    here.drain()
  }
  const answers = openAnswers(here.tables)
  const signed = { key: '0'.repeat(64), signature: 'x' }
  const who = { sender: 'tinh-mau', receiver: 'pa05' }
  const digest = here.ledger.entry('pa05', 4)!.digest
  answers.keep('pa05', { ...who, through: 4, digest, received: clock.at, count: 4, ...signed }, clock.at)
  for (const [day, matched] of [
    [0, true],
    [1, false],
  ] as const) {
    const figures = figuresOf({ ...who, day: localDate(FIRST + day * DAY) }, [])
    answers.compared('pa05', figures, { ...figures, received: clock.at, ...signed }, matched, clock.at)
  }
  return { data, answers, tables: here.tables, now: clock.at }
}

test('the ledger says what was entered in the period, what is receipted and compared, and that the receiver is away', () => {
  const { data, answers, now } = ledger()
  expect(sharingIn({ data, push }, march)).toEqual([
    {
      ...{ receiver: 'pa05', name: 'Phòng PA05', profile: 'no-person', way: 'file', entries: 6 },
      kinds: { new: 6, supplement: 0, relevel: 0, withdraw: 0, restore: 0 },
      ...{ receipted: 4, same: 1, different: 1 },
    },
  ])
  answers.note('pa05', { refused: false, text: 'connect ECONNREFUSED' }, now)
  const of = (from: number, to: number) => sharingIn({ data, push }, { from, to })![0]
  expect(of(FIRST + DAY, FIRST + 2 * DAY)).toMatchObject({ entries: 2, receipted: 2, trouble: 'away' })
  expect(of(FIRST - 9 * DAY, FIRST - DAY)).toMatchObject({ entries: 0, receipted: 0, same: 0, different: 0 })
  // No words of the line go into a report.
  expect(JSON.stringify(of(FIRST, march.to))).not.toContain('ECONNREFUSED')
})

test('where the ledger has let old entries go, nobody says how many there were', () => {
  const { data, tables } = ledger()
  tables.exec("DELETE FROM entries WHERE receiver = 'pa05' AND seq <= 2")
  expect(sharingIn({ data, push }, march)).toMatchObject([{ entries: null }])
  expect(sharingIn({ data, push }, { from: FIRST + DAY + 1, to: march.to })).toMatchObject([{ entries: 2 }])
})

test('nobody is told of alerts, no ledger yet, or a damaged one: nothing is said of it', () => {
  expect(sharingIn({ data: temporaryFolder() }, march)).toBeUndefined()
  expect(sharingIn({ data: temporaryFolder(), push }, march)).toBeUndefined()
  const data = temporaryFolder()
  writeFileSync(join(data, 'push.db'), 'không phải cơ sở dữ liệu'.repeat(100))
  expect(sharingIn({ data, push }, march)).toBeUndefined()
})
