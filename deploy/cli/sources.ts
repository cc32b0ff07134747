import { parseArgs } from 'node:util'
import { pipelineStates } from '../../api/console/labels.ts'
import { HealthAnswer } from '../../api/schemas.ts'
import { coded } from '../../kernel/errors.ts'
import { sayInstant, saySpan } from '../../kernel/time.ts'
import { type Config, loadConfig } from '../config.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import type { Command } from './command.ts'
import { printable } from './printable.ts'

export const sources: Command = {
  name: 'sources',
  usage: 'sources [--config DIR]',
  title:
    'từng nguồn nhật ký, hỏi sản phẩm đang chạy: có khai trong pipelines.csv không, còn gửi không, bao nhiêu dòng không đọc được, trường nào chưa biết',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { config: { type: 'string', default: DEFAULT_CONFIG } },
    })
    const health = await healthOf(loadConfig(values.config))
    for (const line of linesOf(health)) console.log(printable(line))
    return 0
  },
}

type Asked = Pick<HealthAnswer, 'pipelines' | 'counters'>

/** A line a source, then a line for each source whose lines hold fields that no reader knows. */
const linesOf = ({ pipelines, counters }: Asked): readonly string[] => [
  ...pipelines.map(({ id, state, last, rhythm, read, refused }) =>
    [
      `${id}  ${pipelineStates[state]}`,
      ...(last === undefined ? [] : [`bản ghi cuối ${sayInstant(last)}`]),
      ...(rhythm === undefined ? [] : [`nhịp ${saySpan(rhythm).vi}`]),
      ...(read === undefined || refused === undefined ? [] : [`${read} dòng đọc được, ${refused} không đọc được`]),
    ].join(', '),
  ),
  ...[...unknownOf(counters)].map(([source, names]) => `${source}: trường chưa biết: ${names.join(', ')}`),
  `${pipelines.length} nguồn, ${pipelines.filter(({ state }) => state === 'undeclared').length} không khai; số dòng tính từ lúc tiến trình khởi động`,
]

/** By source the fields that no reader knows, and in how many lines each stood. */
const unknownOf = (counters: Asked['counters']): ReadonlyMap<string, readonly string[]> => {
  const under = (prefix: string): readonly (readonly [string, number])[] =>
    Object.entries(counters).flatMap(([name, n]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), n]] : []))
  const told = under('fields.looked.').map(([source]): [string, readonly string[]] => [
    source,
    under(`fields.unknown.${source}.`).map(([field, n]) => `${field} (${n})`),
  ])
  return new Map(told.filter(([, names]) => names.length > 0))
}

const healthOf = async ({ console: { host, port } }: Config): Promise<HealthAnswer> => {
  const answer = await fetch(`http://${host}:${port}/api/v1/health`).catch((error: unknown) => {
    throw coded(
      'BAD_ARGUMENT',
      `sản phẩm chưa trả lời ở http://${host}:${port}: lệnh này hỏi sản phẩm đang chạy`,
      error,
    )
  })
  if (!answer.ok) throw new Error(`sản phẩm đang chạy trả lời ${answer.status}: ${await answer.text()}`)
  return HealthAnswer.parse(await answer.json())
}
