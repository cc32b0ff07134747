import { expect, test } from 'vitest'
import { z } from 'zod'
import { HOUR } from '../../kernel/time.ts'
import { ownPrefix, withElastic } from '../stack/elasticsearch.ts'
import { answered, linesOf } from './grafana/answer.ts'
import { openAsker } from './grafana/ask.ts'
import { boards } from './grafana/files.ts'
import type { Panel } from './grafana/model.ts'
import { readers } from './readers.ts'
import { requestsOf, targetsOf } from './screen.ts'
import { seededSamples } from './world/status.ts'
import { writeWorld } from './world/write.ts'

/* What a reader sees when processes have died: the colours of the numbers about «now». What is fresh goes by the clock of Elasticsearch. */

const now = Date.now() + HOUR
const chosen = readers['mọi thứ']!

const Look = z.object({
  thresholds: z.object({ steps: z.array(z.object({ value: z.number().nullable(), color: z.string() })) }),
  mappings: z
    .array(z.object({ options: z.record(z.string(), z.object({ color: z.string().optional() })) }))
    .default([]),
})

/** The colour that Grafana gives a number: its mapping's, else that of the last step it reaches; the first where there is no number. */
const colourOf = ({ fieldConfig }: Panel, shown: number | undefined): string => {
  const { thresholds, mappings } = Look.parse(fieldConfig!.defaults)
  const [first, ...rest] = thresholds.steps
  if (shown === undefined) return first!.color
  const mapped = mappings.flatMap(({ options }) => options[String(shown)]?.color ?? [])[0]
  return mapped ?? rest.findLast(({ value }) => value !== null && shown >= value)?.color ?? first!.color
}

await withElastic('boards of a product that has died', ({ client, url }) => {
  const colours = async (died: readonly string[]): Promise<Readonly<Record<string, string>>> => {
    const prefix = ownPrefix(client)
    await writeWorld(client, prefix, {
      now,
      alerts: [],
      coverage: [],
      current: seededSamples(now, died).current,
      history: [],
    })
    const asker = await openAsker(client, url, prefix)
    const asked = boards.flatMap((board) =>
      board.panels
        .filter(({ type, targets }) => type === 'stat' && targets[0]?.datasource.uid === 'vonggac-current')
        .map((panel) => ({ board, panel })),
    )
    const answers = await asker.ask(
      asked.flatMap(({ board, panel }) => requestsOf(panel, board, chosen, { prefix, now })),
    )
    await asker.close()
    return Object.fromEntries(
      asked.map(({ board, panel }, i) => {
        const [target] = targetsOf(panel, board, chosen)
        const shown = linesOf(target!, answered(answers[i]))[0]?.numbers[0] ?? undefined
        return [`${board.title} / ${panel.title}`, colourOf(panel, shown)]
      }),
    )
  }
  const green = (all: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(all)
      .filter(([, colour]) => colour === 'green')
      .map(([name]) => name)
      .sort()

  test('of some that live and one that is well the sources are green that send', async () => {
    const all = await colours(['detect-0', 'detect-2'])
    expect(green(all)).toEqual(
      expect.arrayContaining([
        'Trực giám sát / Nguồn đang gửi',
        'Đường ống / Độ trễ xét',
        'Đường ống / Nguồn đang gửi',
      ]),
    )
    expect(all['Trực giám sát / Tình trạng hệ thống']).toBe('yellow')
    expect(all['Trực giám sát / Tiến trình ngừng ghi']).toBe('orange')
  })

  test('where every detector has died only the disk of the process that lives is green', async () => {
    const all = await colours(['detect-0', 'detect-1', 'detect-2'])
    expect(green(all)).toEqual(['Đường ống / Số ngày còn lưu được', 'Đường ống / Ổ đĩa còn trống'].sort())
    expect(all['Trực giám sát / Tình trạng hệ thống']).toBe('red')
    expect(all['Đường ống / Tình trạng hệ thống']).toBe('red')
  })

  test('where everything has died nothing is green', async () => {
    const all = await colours(['ingest-1', 'detect-0', 'detect-1', 'detect-2'])
    expect(green(all)).toEqual([])
    expect(all['Trực giám sát / Tình trạng hệ thống']).toBe('red')
    expect(all['Trực giám sát / Nguồn ngưng gửi']).not.toBe('red')
    expect(all['Trực giám sát / Tiến trình ngừng ghi']).toBe('orange')
  })
})
