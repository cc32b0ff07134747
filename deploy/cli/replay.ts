import { createWriteStream, existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { loadDirectory } from '../../ingest/directory/load.ts'
import type { SourceInstance } from '../../ingest/intake/judge.ts'
import { INTAKE_LIMITS } from '../../ingest/intake/local.ts'
import { type Alert, levelNames } from '../../kernel/alert.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { registerObservations } from '../../kernel/directory/registers.ts'
import { coded } from '../../kernel/errors.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { sayInstant } from '../../kernel/time.ts'
import { type Config, loadConfig } from '../config.ts'
import { wrongExceptions } from '../exceptions.ts'
import { maskFor } from '../mask-key.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { type ReplayFile, replayFiles } from '../replay.ts'
import { assumedOf, detectInstance, instancesOf, yieldsOf } from '../sources.ts'
import type { Command } from './command.ts'
import { printable } from './printable.ts'

type Values = {
  readonly config: string
  readonly collector?: string | undefined
  readonly source?: string | undefined
  readonly out?: string | undefined
}

export const replay: Command = {
  name: 'replay',
  usage: 'replay TỆP… [--config DIR] [--collector ID] [--source ID] [--out TỆP.ndjson|-]',
  title:
    'chạy các tệp nhật ký (cả gzip) qua bộ phát hiện, hết tốc độ; bộ thu theo tên thư mục, nguồn theo tên tệp (bkav.csv.gz) khi không ghi; cảnh báo ra --out hoặc màn hình',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', default: DEFAULT_CONFIG },
        collector: { type: 'string' },
        source: { type: 'string' },
        out: { type: 'string' },
      },
    })
    if (positionals.length === 0) throw coded('BAD_ARGUMENT', `cần: ${replay.usage}`)
    const missing = positionals.find((path) => !existsSync(path))
    if (missing !== undefined) throw coded('BAD_ARGUMENT', `không có tệp «${missing}»`)
    const config = loadConfig(values.config)
    const instances = instancesOf(config.sources)
    if (values.source !== undefined && values.source !== 'auto' && !instances.some(({ id }) => id === values.source))
      throw coded('BAD_ARGUMENT', `không có nguồn «${values.source}» (có: ${instances.map(({ id }) => id).join(', ')})`)
    await play(
      positionals.map((path) => fileOf(path, values, instances)),
      config,
      instances,
      values.out,
    )
    return 0
  },
}

/** The generator writes `<collector>/<source>.*.gz`, and so may others: the names say what the options do not. */
const fileOf = (path: string, { collector, source }: Values, instances: readonly SourceInstance[]): ReplayFile => {
  const folder = basename(dirname(path))
  const name = instances.find(({ id }) => basename(path).startsWith(`${id}.`))?.id
  return {
    path,
    collector: collector ?? (folder === '.' || folder === '' ? 'replay' : folder),
    source: source ?? name ?? 'auto',
  }
}

const play = async (
  files: readonly ReplayFile[],
  config: Config,
  instances: readonly SourceInstance[],
  out: string | undefined,
): Promise<void> => {
  // Known since ever: whoever replays the past asks what the registers of today say about it.
  const folder = join(config.folder, 'directory')
  const [rules, catalogue] = [await loadRules(), loadCatalogue()]
  const loaded = await loadDirectory(folder, undefined, 0)
  const problems = loaded.ok ? wrongExceptions(folder, rules, catalogue) : loaded.error
  if (!loaded.ok || problems.length > 0)
    throw coded('DIRECTORY_INVALID', problems.map(({ message }) => message).join('\n'))
  const began = performance.now()
  const refusals = showRefusals()
  const result = await replayFiles({
    files,
    judge: { instances, detect: detectInstance, mask: maskFor(config.data), lineBytes: INTAKE_LIMITS.lineBytes },
    engine: {
      rules,
      overrides: config.policy,
      world: { directory: createDirectory(loaded.value), catalogue, assumed: assumedOf(instances) },
      yields: yieldsOf(instances),
      lateness: config.lateness,
      register: registerObservations(loaded.value),
      sample: false,
    },
    onProgress: showProgress(),
    onRefused: refusals.show,
  })
  const standing = result.alerts.filter((alert) => !alert.withdrawn)
  await write(standing, out)
  refusals.end()
  console.error(
    'Tệp không ghi giờ nhận từng dòng nên ở đây không phát hiện được máy sai đồng hồ: giờ trong nhật ký được coi là đúng.',
  )
  const seconds = (performance.now() - began) / 1_000
  console.error(
    `${result.lines} dòng (${Math.round(result.lines / seconds)}/giây), ${result.refused} dòng không đọc được, ${result.late} sự kiện muộn, ${standing.length} cảnh báo`,
  )
}

/** A line a second; the clock is looked at now and then only. */
const showProgress = () => {
  let shown = performance.now()
  return (lines: number, clock: number): void => {
    if (lines % 256 !== 0 || performance.now() - shown < 1_000) return
    shown = performance.now()
    console.error(`… ${lines} dòng${Number.isFinite(clock) ? `, đến ${sayInstant(clock)}` : ''}`)
  }
}

const SHOWN_REFUSALS = 20

/** The first lines that could not be read, each with its reason; then how many more there were. */
const showRefusals = () => {
  let count = 0
  return {
    show(at: string, { reason, detail }: Refusal): void {
      if (++count <= SHOWN_REFUSALS) console.error(`${at}: ${reason}: ${detail}`)
    },
    end(): void {
      if (count > SHOWN_REFUSALS) console.error(`… và ${count - SHOWN_REFUSALS} dòng khác không đọc được`)
    },
  }
}

/** One alert a line: JSON into a file or (`-`) to standard output, otherwise a sentence each. */
const write = async (alerts: readonly Alert[], out: string | undefined): Promise<void> => {
  if (out === undefined || out === '-') {
    for (const alert of alerts) console.log(out === '-' ? JSON.stringify(alert) : printable(sentenceOf(alert)))
    return
  }
  const file = createWriteStream(out)
  for (const alert of alerts) file.write(`${JSON.stringify(alert)}\n`)
  file.end()
  await finished(file)
}

const sentenceOf = ({ first, level, rule, say }: Alert): string =>
  `${sayInstant(first)}  ${levelNames[level]}  ${rule.id}  ${say.vi}`
