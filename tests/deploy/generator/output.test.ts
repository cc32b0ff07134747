import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { main, runGenerate } from '../../../deploy/generator/cli.ts'
import { frame, unframe } from '../../../deploy/generator/frames.ts'
import { readOptions } from '../../../deploy/generator/options.ts'
import { loadRules } from '../../../detectors/load.ts'
import { checkOverrides } from '../../../detectors/policy.ts'
import { loadDirectory } from '../../../ingest/directory/load.ts'
import { localTime } from '../../../kernel/time.ts'

const run = async (line: string) => {
  const asked = readOptions(line.split(' '))
  if (!asked.ok) throw new Error(asked.problems.join('\n'))
  return (await runGenerate(asked.job)).tally
}
const COMMON = '--seed 4 --from 2026-03-05 --days 6 --plant --late-rows --lines trimmed'
const at = localTime('2025-12-01', '08:00')

describe('the command', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'generator-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('writes logs by collector and source, and the same deliveries in order into one file', {
    timeout: 120_000,
  }, async () => {
    const tally = await run(`${COMMON} --out ${join(folder, 'logs-run')}`)
    expect(tally.lines()).toBeGreaterThan(30_000)
    expect(tally.text()).toMatch(/winlogbeat: [\d.]+ dòng, trung bình [\d.]+ byte/)
    const linux = gunzipSync(await readFile(join(folder, 'logs-run/logs/c-linux/linux-auth.log.gz'))).toString()
    expect(linux.split('\n')[0]).toMatch(/^Mar {2}5 05:00:01 srv-\w+ CRON\[\d+\]: pam_unix/)

    await run(`${COMMON} --merged --out ${join(folder, 'merged')}`)
    const merged = (await readFile(join(folder, 'merged/deliveries.tsv'), 'utf8')).trimEnd().split('\n').map(unframe)
    expect(merged).toHaveLength(tally.lines())
    expect(merged.every(({ deliveredAt }, i) => i === 0 || deliveredAt >= merged[i - 1]!.deliveredAt)).toBe(true)
    const ofLinux = merged.filter(({ collector }) => collector === 'c-linux').map(({ line }) => line)
    expect(`${ofLinux.join('\n')}\n`).toBe(linux)
  })

  test('writes registers the product accepts, version after version, and a truth', async () => {
    const out = join(folder, 'logs-run')
    const dates = (await readdir(join(out, 'registers-late'))).filter((name) => name !== 'versions.json')
    expect(dates.length).toBeGreaterThan(0)
    const versions: { folder: string; knownAt: number }[] = JSON.parse(
      await readFile(join(out, 'registers-late/versions.json'), 'utf8'),
    )
    expect(versions.map((version) => version.folder)).toEqual(dates.sort())
    let loaded = await loadDirectory(join(out, 'registers'), undefined, at)
    for (const version of versions) {
      if (!loaded.ok) break
      loaded = await loadDirectory(join(out, 'registers-late', version.folder), { data: loaded.value }, version.knownAt)
    }
    expect(loaded.ok ? [] : loaded.error).toEqual([])
    expect(JSON.parse(await readFile(join(out, 'truth.json'), 'utf8')).length).toBeGreaterThan(20)
  })

  test('writes a policy that the rules accept', async () => {
    const { policy } = parse(await readFile(join(folder, 'logs-run/policy.yaml'), 'utf8'))
    expect(policy.length).toBeGreaterThan(2)
    expect(checkOverrides(await loadRules(), policy)).toEqual([])
  })

  test('writes a clean run without truth and without late registers', async () => {
    const out = join(folder, 'clean')
    await run(`--from 2026-03-01 --out ${out}`)
    expect(JSON.parse(await readFile(join(out, 'truth.json'), 'utf8'))).toEqual([])
    expect(existsSync(join(out, 'registers-late'))).toBe(false)
  })
})

test('a folder that holds something is refused, and one that was not finished has no truth', async () => {
  const out = await mkdtemp(join(tmpdir(), 'generator-'))
  const said = vi.spyOn(console, 'error').mockReturnValue()
  try {
    await writeFile(join(out, 'cũ.txt'), '')
    expect(await main(['--from', '2026-03-01', '--out', out])).toBe(2)
    expect(said.mock.lastCall?.[0]).toContain('ở đó đã có tệp')
    expect(await readdir(out)).toEqual(['cũ.txt'])
    await mkdir(join(out, 'dở/deliveries.tsv'), { recursive: true })
    await expect(run(`--from 2026-03-01 --merged --out ${join(out, 'dở')}`)).rejects.toThrow('EISDIR')
    expect((await readdir(join(out, 'dở'))).sort()).toEqual(['deliveries.tsv', 'policy.yaml', 'registers'])
  } finally {
    said.mockRestore()
    await rm(out, { recursive: true })
  }
})

test('a framed delivery comes back as it was, tabs and marks in its line too', () => {
  const delivery = { at: 1, deliveredAt: 2, collector: 'c', source: 's', line: '{"a":"\\tđ"}\tb' }
  expect(unframe(frame(delivery))).toEqual(delivery)
  expect(() => unframe('1\t2\tc\ts')).toThrow()
})
