import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { z } from 'zod'
import type { Figures } from '../../api/reports/figures.ts'
import { periodOf } from '../../api/reports/period.ts'
import type { ReportList } from '../../api/schemas-reports.ts'
import { openClusterProduct } from '../../deploy/cluster/compose.ts'
import type { Role } from '../../deploy/cluster/roles.ts'
import { type Config, loadConfig } from '../../deploy/config.ts'
import { openProduct } from '../../deploy/product.ts'
import { makeReport } from '../../deploy/reports/report.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/time.ts'
import { ownPrefix, withElastic } from '../stack/elasticsearch.ts'
import { sharedBrokers, uniqueName } from '../stack/kafka.ts'
import { writeConfig } from '../support/config.ts'
import { keyFile } from '../support/elastic-key.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn, wrongPassword } from '../support/lines.ts'
import { talk } from '../support/product.ts'

/*
 * The head of a province gets the same form as that of a district: of one day the embedded product, a machine of several that detect, and one that
 * only shows (its logs are on Elasticsearch) make a report, and no figure differs.
 */

const period = periodOf('2026-03-03')!
/** Late logs have been waited for, so that the day may be closed. */
const THEN = period.to + DAY + HOUR
/** How far the minute hand moves at a time. */
const STEP = 15 * MINUTE
const SITE = { lateness: '5s', reports: { schedule: [{ kind: 'day' }] } }
/** One that speaks with a hole of hours in it, and one that is never heard. */
const registers = {
  'pipelines.csv': 'trạm thu,nguồn,đơn vị,nhịp\nc-win,winlogbeat,tinh,1h\nc-bkav,bkav,tinh,12h\n',
}
const patient = { timeout: 240_000, interval: 2_000 }
const brokers = await sharedBrokers()

const users = ['an.nv', 'bich.tt', 'cuc.lt'] as const
let record = 0
/** What comes in within each hour of the day, soon after it happened; nothing does from noon to four. */
const hours = Array.from({ length: 24 }, (_, hour): readonly string[] => {
  const at = period.from + hour * HOUR + 13 * MINUTE
  if (hour >= 7 && hour < 11) return []
  return users.flatMap((user, i) => {
    const [host, other] = [`pc-0${i + 1}`, `pc-0${((i + 1) % 3) + 1}`]
    const guesses = hour === 17 + i ? 6 : 0
    return [
      signIn({ at: at + i * SECOND, user, host, record: ++record }),
      ...Array.from({ length: guesses }, (_, n) =>
        wrongPassword({ at: at + (10 + n) * SECOND, user, host: other, record: ++record }),
      ),
    ]
  })
})
/** And what of its last hours comes in a day late: it is judged again. */
const late = Array.from({ length: 6 }, (_, n) =>
  wrongPassword({
    ...{ at: period.from + 21 * HOUR + n * 5 * SECOND, user: 'bich.tt', host: 'pc-03' },
    record: ++record,
  }),
)

/** All but what a machine alone knows of itself: how full its disk is, and what of its own inputs nobody could read. */
const figuresOf = async (config: Config) => {
  const { figures } = await makeReport(config, { period, now: THEN }, () => undefined)
  return sharedOf(figures)
}
const sharedOf = ({ storage: _, unread: __, sources, ...figures }: Figures) => ({
  ...figures,
  sources: sources.map(({ refused: ___, ...source }) => source),
})

if (!brokers) test.todo('a report among several detectors: not tested, Kafka is not there')
else
  await withElastic('a report among several detectors', ({ client, url }) => {
    vi.setConfig({ testTimeout: 600_000 })

    test('of one day is that of one product alone, in every figure; from its page too, and closed', async () => {
      const [folder, site] = [temporaryFolder(), `${uniqueName('report')}.`]
      const { protocol, host } = new URL(url)
      const server = { url: `${protocol}//${host}`, ...(await keyFile(client, folder)) }
      const elasticsearch = { ...server, prefix: ownPrefix(client), archive: true }
      const kafka = { brokers: [...brokers], prefix: site }
      writeConfig(folder, { ...SITE, kafka, detector: { slots: 3 }, elasticsearch }, registers)
      let now = period.from
      // The minute hand is moved here: nobody believes that it stood still, however slow the machine is.
      const common = {
        clock: { now: () => now },
        sample: false,
        log: pino({ level: 'silent' }),
        tickEvery: 2 ** 31 - 1,
      }
      const begin = async (role: Role) => {
        const config: Config = { ...loadConfig(folder), data: temporaryFolder() }
        const product = await openClusterProduct({ ...common, config, role })
        onTestFinished(product.close)
        return { product, config }
      }
      const config = loadConfig(writeConfig(temporaryFolder(), SITE, registers))
      const alone = await openProduct({ ...common, config })
      onTestFinished(alone.close)
      const all = await begin('all')
      await begin('detect')
      const give = async (lines: readonly string[]): Promise<void> => {
        for (const { port } of [alone.inputs, all.product])
          expect(
            (await talk('', `http://127.0.0.1:${port}`).send('c-win', 'winlogbeat', lines.join('\n'))).status,
          ).toBe(200)
      }
      const beat = (): Promise<unknown> => Promise.all([alone.intake.publishTick(now), all.product.tick!(now)])
      const passTo = async (until: number): Promise<void> => {
        while (now < until) {
          now = Math.min(now + STEP, until)
          await beat()
        }
      }
      for (const [hour, lines] of hours.entries()) {
        await passTo(period.from + hour * HOUR + STEP)
        if (lines.length > 0) await give(lines)
      }
      await passTo(THEN)
      await give(late)
      await passTo(THEN + HOUR)

      // What came late is computed again at the beats that follow.
      await vi.waitFor(async () => {
        await beat()
        expect(alone.detector.watermark).toBeGreaterThan(THEN)
        expect(alone.detector.waiting).toBe(0)
      }, patient)
      const expected = await figuresOf(config)
      expect(expected).toMatchObject({ complete: true, sources: [{ state: 'silent' }, { state: 'interrupted' }] })
      expect(expected.pending).toBeUndefined()
      expect(expected.personDays).toBeGreaterThan(2)
      expect(expected.techniques.reduce((sum, { alerts }) => sum + alerts, 0)).toBeGreaterThan(2)
      await vi.waitFor(async () => {
        await beat()
        expect(await figuresOf(all.config)).toEqual(expected)
      }, patient)

      // Its folder has no logs: without those on Elasticsearch every source would look silent.
      const api = await begin('api')
      await vi.waitFor(async () => expect(await figuresOf(api.config)).toEqual(expected), patient)
      const { elasticsearch: _, ...without } = api.config
      await expect(figuresOf(without)).rejects.toMatchObject({
        code: 'BAD_ARGUMENT',
        message: expect.stringMatching(/vai trò detect hoặc all, hoặc bật elasticsearch\.archive/),
      })

      const at = `${api.product.url}/api/v1/reports`
      const stateOf = async (): Promise<string | undefined> => {
        const { reports } = (await (await fetch(at)).json()) as z.infer<typeof ReportList>
        return reports.find((one) => one.period === period.id)?.state
      }
      await vi.waitFor(async () => {
        const answer = await fetch(`${at}/make`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ period: period.id, close: true }),
        })
        expect(await answer.text()).not.toMatch(/chưa chốt được/)
        expect(await stateOf()).toBe('closed')
      }, patient)
      const file = await vi.waitFor(async () => {
        const answer = await fetch(`${at}/file?period=${period.id}&format=json`)
        expect(answer.status).toBe(200)
        return answer.json()
      }, patient)
      expect(file).toMatchObject({ closedAt: expect.any(Number) })
      expect(sharedOf(file.figures)).toEqual(JSON.parse(JSON.stringify(expected)))
    })
  })
