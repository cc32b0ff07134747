import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { localTime, MINUTE } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { anything, signIn, wrongPassword } from '../support/lines.ts'
import { openHere } from '../support/product.ts'

/* A product over a log of which only the end is left: what is older lies in the archive alone, and the saved state goes on from there. */

vi.mock(import('../../ingest/bus/embedded.ts'), async (original) => {
  const { openEmbeddedBus, ...others } = await original()
  // A day of a few machines fills no segment of the usual size.
  return {
    ...others,
    openEmbeddedBus: (folder, options) => openEmbeddedBus(folder, { ...options, segmentBytes: 4_096 }),
  }
})

// Upkeep is a matter of minutes; the test moves the product's minute hand itself.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const at = (clock: string): number => localTime('2026-07-06', clock)
const guess = (clock: string, record: number, user = 'An.NV'): string =>
  wrongPassword({ at: at(clock), user, host: 'pc-02', record })

const segmentsOf = (folder: string): readonly string[] => readdirSync(join(folder, 'data/bus/records')).sort()

/** A day, a restart in it, and what comes late after that. */
const live = async (trims: boolean) => {
  const folder = writeConfig(temporaryFolder())
  let here = await openHere(folder, at('08:00'))
  let record = 100
  const send = async (...lines: readonly string[]) =>
    expect((await here.post('c-win', 'winlogbeat', lines.join('\n'))).status).toBe(200)
  const until = async (clock: string, end: string): Promise<void> => {
    for (let now = at(clock); now <= at(end); now += 20 * MINUTE) {
      await here.until(now)
      await send(anything(now - 1_000, 'pc-01', ++record), anything(now - 1_000, 'pc-02', ++record))
    }
    await here.until(at(end) + MINUTE)
  }
  await until('08:10', '09:00')
  // Four guesses are none yet; five of Bích's are.
  await send(...['09:01', '09:02', '09:03', '09:04'].map((clock, i) => guess(clock, i + 1)))
  await send(...['09:01', '09:02', '09:03', '09:04', '09:05'].map((clock, i) => guess(clock, i + 11, 'Bich.TT')))
  await until('09:10', '14:00')
  const whole = segmentsOf(folder)
  if (trims) {
    vi.advanceTimersByTime(MINUTE)
    await vi.waitFor(() => expect(segmentsOf(folder)[0]).not.toBe(whole[0]))
  }
  await here.product.close()

  const left = segmentsOf(folder)
  here = await openHere(folder, at('14:05'))
  // The fifth, and what it led to, from a collector that stood still.
  await send(guess('09:05', 5), signIn({ at: at('09:06'), user: 'An.NV', host: 'pc-02', record: 6 }))
  await until('14:10', '16:00')
  const alerts = (await here.alerts()).map(({ id, rule, entity, level, occurrences, first, last, withdrawn }) => ({
    ...{ id, rule: rule.id, entity, level, occurrences, first, last, withdrawn },
  }))
  const { findings } = await here.health()
  return {
    left,
    whole,
    alerts: alerts.sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: findings.map(({ code }) => code),
  }
}

test('started over what is left of a trimmed log, it finds what it finds over the whole one', {
  timeout: 60_000,
}, async () => {
  const [plain, trimmed] = [await live(false), await live(true)]
  expect(plain.left[0]).toBe(plain.whole[0])
  expect(trimmed.left.length).toBeLessThan(plain.left.length)
  expect(trimmed.alerts).toEqual(plain.alerts)
  expect(trimmed.alerts.map(({ rule }) => rule)).toContain('ACC-11c')
  expect(trimmed.findings).toEqual(plain.findings)
})
