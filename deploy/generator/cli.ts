import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { z } from 'zod'
import type { World } from './day.ts'
import { generate } from './generate.ts'
import { sizes } from './model.ts'
import { buildRegisters } from './registers.ts'
import { buildWorld } from './world.ts'

const HELP = `Tạo nhật ký mẫu của một tỉnh (tất định theo --seed).

  npm run generate -- --seed 1 --from 2026-03-02 --days 7 --size small --plant --out thu-muc

  --size   small (60 cán bộ, 70 máy) · district (2.000 máy) · province (10.000 máy)
  --plant  gài vi phạm của mọi điều khoản, ghi trong truth.json
`

const Options = z.object({
  seed: z.coerce.number().int().default(1),
  from: z.iso.date(),
  days: z.coerce.number().int().min(1).max(366).default(1),
  size: z.enum(sizes).default('small'),
  plant: z.boolean().default(false),
  out: z.string().min(1),
})

const extensions: Readonly<Record<string, string>> = { 'linux-auth': 'log', bkav: 'csv', ioffice: 'csv', tthc: 'csv' }

/** One compressed file per collector and source; writes wait for the disk. */
const createFiles = (folder: string) => {
  const files = new Map<string, { readonly gzip: ReturnType<typeof createGzip>; readonly done: Promise<void> }>()
  const open = async (collector: string, source: string) => {
    const key = `${collector}/${source}`
    const known = files.get(key)
    if (known) return known
    await mkdir(join(folder, collector), { recursive: true })
    const gzip = createGzip({ level: 4 })
    const path = join(folder, collector, `${source}.${extensions[source] ?? 'ndjson'}.gz`)
    const file = { gzip, done: pipeline(gzip, createWriteStream(path)) }
    files.set(key, file)
    return file
  }
  return {
    async write(collector: string, source: string, line: string): Promise<void> {
      const { gzip } = await open(collector, source)
      if (!gzip.write(`${line}\n`)) await once(gzip, 'drain')
    },
    async close(): Promise<void> {
      for (const { gzip } of files.values()) gzip.end()
      await Promise.all([...files.values()].map(({ done }) => done))
    },
  }
}

const writeRegisters = async (world: World, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of buildRegisters(world)) await writeFile(join(folder, name), text)
}

/** Writes `logs/<collector>/<source>.*.gz`, `registers/` and `truth.json` into `--out`; returns how many lines. */
export const runGenerate = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      from: { type: 'string' },
      days: { type: 'string' },
      size: { type: 'string' },
      plant: { type: 'boolean' },
      out: { type: 'string' },
    },
  })
  const { out, ...options } = Options.parse(values)
  const world = buildWorld(options)
  await mkdir(out, { recursive: true })
  await writeRegisters(world, join(out, 'registers'))
  await writeFile(join(out, 'truth.json'), `${JSON.stringify(world.planting.truth, undefined, 2)}\n`)
  const files = createFiles(join(out, 'logs'))
  let lines = 0
  for (const { collector, source, line } of generate(world)) {
    await files.write(collector, source, line)
    lines += 1
  }
  await files.close()
  return lines
}

if (import.meta.main) {
  if (process.argv.length <= 2 || process.argv.includes('--help')) process.stdout.write(HELP)
  else process.stdout.write(`Đã ghi ${(await runGenerate(process.argv.slice(2))).toLocaleString('vi-VN')} dòng\n`)
}
