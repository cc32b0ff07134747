import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sqliteAlertStore, writeAlerts } from '../../../api/store/sqlite.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { localTime, SECOND } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const reason = { vi: 'sửa lịch', en: 'roster' }

/** What can happen to an alert between two writes; only the first two are growth. */
const steps = {
  grow: (a: Alert) => ({ ...a, occurrences: a.occurrences + 1, last: a.last + SECOND }),
  'grow backwards': (a: Alert) => ({ ...a, occurrences: a.occurrences + 2, first: a.first - SECOND }),
  shrink: (a: Alert) => ({ ...a, occurrences: Math.max(1, a.occurrences - 1) }),
  'other proof': (a: Alert) => ({ ...a, say: { vi: `${a.say.vi}.`, en: a.say.en } }),
  level: (a: Alert) => ({ ...a, level: a.level === 'low' ? ('high' as const) : ('low' as const) }),
  late: (a: Alert) => ({ ...a, late: !a.late }),
  withdraw: (a: Alert) => ({ ...a, withdrawn: { reason, at: a.last } }),
  'come back': ({ withdrawn: _, ...a }: Alert) => ({ ...a, occurrences: a.occurrences + 1 }),
  end: (a: Alert) => ({ ...a, ended: a.last }),
} satisfies Readonly<Record<string, (alert: Alert) => Alert>>
type Step = keyof typeof steps

const anySteps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Step>('grow', 'grow backwards') },
    { weight: 2, arbitrary: fc.constantFrom(...(Object.keys(steps) as Step[])) },
  ),
  { maxLength: 30 },
)

type Written = { readonly alert: Alert; readonly written: number; readonly growth: boolean }

/** Every revision ever written, told by what was done to it and not by comparing: the slow and obvious way. */
const story = (first: Alert, done: readonly Step[]): readonly Written[] => {
  const all: Written[] = [{ alert: first, written: NOW, growth: false }]
  for (const step of done) {
    const { alert: before, written } = all.at(-1)!
    const alert = { ...steps[step](before), revision: before.revision + 1 }
    const growth = step.startsWith('grow') || (step === 'come back' && before.withdrawn === undefined)
    all.push({ alert, written: written + SECOND, growth })
  }
  return all
}

test('of any story the history keeps the first, the newest, every change and what stood before it', async () => {
  const db = new DatabaseSync(':memory:')
  const store = sqliteAlertStore(db)
  let stories = 0
  let folded = 0
  await fc.assert(
    fc.asyncProperty(anySteps, fc.boolean(), async (done, again) => {
      const all = story({ ...nightLogin(NOW), id: `câu chuyện ${++stories}` }, done)
      for (const { alert, written } of all) {
        expect(writeAlerts(db, [alert], written)).toEqual([alert])
        if (again) expect(writeAlerts(db, [all[0]!.alert, alert], written + 1)).toEqual([])
      }
      const kept = all.filter((_, i) => i === 0 || !all[i]!.growth || !all[i + 1]?.growth)
      folded += all.length - kept.length
      expect(await store.history(all[0]!.alert.id)).toEqual(kept.map(({ alert, written }) => ({ alert, written })))
      expect(await store.get(all[0]!.alert.id)).toEqual(all.at(-1)!.alert)
    }),
    { numRuns: 150 },
  )
  expect(folded).toBeGreaterThan(200)
  db.close()
})

test('a day of failed sign-ins leaves two rows, not one for every commit', () => {
  const db = new DatabaseSync(':memory:')
  sqliteAlertStore(db)
  let alert: Alert = nightLogin(NOW)
  for (let n = 0; n < 2_000; n++) {
    writeAlerts(db, [alert], NOW + n)
    alert = { ...steps.grow(alert), revision: alert.revision + 1 }
  }
  expect(db.prepare('SELECT count(*) AS n FROM alert_history').get()).toEqual({ n: 2 })
  db.close()
})
