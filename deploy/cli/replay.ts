import { createWriteStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { loadDirectory } from '../../ingest/directory/load.ts'
import { INTAKE_LIMITS } from '../../ingest/intake/local.ts'
import { levelNames } from '../../kernel/alert.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { registerObservations } from '../../kernel/directory/registers.ts'
import { coded } from '../../kernel/errors.ts'
import { sayInstant } from '../../kernel/time.ts'
import { loadConfig } from '../config.ts'
import { maskFor } from '../mask-key.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { replayFiles } from '../replay.ts'
import { assumedOf, detectInstance, instancesOf, yieldsOf } from '../sources.ts'
import type { Command } from './command.ts'

/** A folder per collector and a file per source is what the generator writes: `c-xa01/winlogbeat.ndjson.gz`. */
const fileOf = (path: string, collector: string | undefined, source: string | undefined) => {
  const [folder, name] = path.split('/').slice(-2)
  return {
    path,
    collector: collector ?? (name === undefined ? 'replay' : (folder ?? 'replay')),
    source: source ?? 'auto',
  }
}

export const replay: Command = {
  name: 'replay',
  usage: 'replay TỆP… [--config DIR] [--collector ID] [--source ID] [--out alerts.ndjson]',
  title: 'chạy các tệp nhật ký (cả gzip) qua bộ phát hiện, hết tốc độ; cảnh báo ra --out hoặc màn hình',
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
    // Known since ever: whoever replays the past asks what the registers of today say about it.
    const loaded = await loadDirectory(join(config.folder, 'directory'), undefined, 0)
    if (!loaded.ok) throw coded('DIRECTORY_INVALID', loaded.error.map(({ message }) => message).join('\n'))

    const began = performance.now()
    let shown = began
    const result = await replayFiles({
      files: positionals.map((path) => fileOf(path, values.collector, values.source)),
      judge: { instances, detect: detectInstance, mask: maskFor(config.data), lineBytes: INTAKE_LIMITS.lineBytes },
      engine: {
        rules: await loadRules(),
        overrides: config.policy,
        world: { directory: createDirectory(loaded.value), catalogue: loadCatalogue(), assumed: assumedOf(instances) },
        yields: yieldsOf(instances),
        lateness: config.lateness,
        register: registerObservations(loaded.value),
        sample: false,
      },
      onProgress(lines, clock) {
        if (performance.now() - shown < 1_000) return
        shown = performance.now()
        console.error(`… ${lines} dòng, đến ${sayInstant(clock)}`)
      },
      onRefused: (file, offset, reason, detail) => console.error(`${file}@${offset}: ${reason}: ${detail}`),
    })
    const standing = result.alerts.filter((alert) => !alert.withdrawn)
    if (values.out !== undefined) {
      const out = createWriteStream(values.out)
      for (const alert of standing) out.write(`${JSON.stringify(alert)}\n`)
      await new Promise<void>((resolve, reject) =>
        out.end((error?: Error | null) => (error ? reject(error) : resolve())),
      )
    } else
      for (const alert of standing)
        console.log(`${sayInstant(alert.first)}  ${levelNames[alert.level]}  ${alert.rule.id}  ${alert.say.vi}`)
    const seconds = (performance.now() - began) / 1_000
    console.error(
      `${result.lines} dòng (${Math.round(result.lines / seconds)}/giây), ${result.refused} dòng không đọc được, ${result.late} sự kiện muộn, ${standing.length} cảnh báo`,
    )
    return 0
  },
}
