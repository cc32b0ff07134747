import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gunzipSync, inflateRawSync } from 'node:zlib'
import { describe } from 'vitest'

const ROOT = join(import.meta.dirname, '../../../shared/fixtures')

/** Where published test data lies; it is read at run time and never copied. */
export const fixture = (...path: readonly string[]): string => join(ROOT, ...path)

const present = existsSync(ROOT)
if (!present && process.env['CI']) throw new Error(`published test data is missing: ${ROOT}`)
if (!present) process.stderr.write(`\n!! ${ROOT} is missing: tests against published logs DID NOT RUN\n\n`)

/** A suite over published data: fails in CI when the data is absent, says so elsewhere. */
export const describeFixtures = describe.skipIf(!present)

/** The files of a zip archive (APPNOTE 4.3), stored or deflated; enough for the archives here. */
export const readZip = (path: string): Record<string, string> => {
  const bytes = readFileSync(path)
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const files: Record<string, string> = {}
  let entry = bytes.readUInt32LE(end + 16)
  for (let index = 0; index < bytes.readUInt16LE(end + 10); index++) {
    const [name, extra, comment] = [28, 30, 32].map((at) => bytes.readUInt16LE(entry + at)) as [number, number, number]
    const local = bytes.readUInt32LE(entry + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(entry + 20))
    const content = bytes.readUInt16LE(entry + 10) === 8 ? inflateRawSync(packed) : packed
    files[bytes.toString('utf8', entry + 46, entry + 46 + name)] = content.toString('utf8')
    entry += 46 + name + extra + comment
  }
  return files
}

/** The files of a tar.gz (POSIX ustar); an archive that ends early gives what is there. */
export const readTarGz = (path: string): Record<string, string> => {
  const tar = gunzipSync(readFileSync(path), { finishFlush: constants.Z_SYNC_FLUSH })
  const files: Record<string, string> = {}
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const field = (from: number, to: number): string => tar.toString('latin1', at + from, at + to).replace(/\0.*$/s, '')
    const size = Number.parseInt(field(124, 136), 8)
    files[field(0, 100)] = tar.toString('utf8', at + 512, Math.min(at + 512 + size, tar.length))
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}

/** The lines of the largest file of an archive. */
export const linesOf = (files: Record<string, string>): string[] =>
  (Object.values(files).sort((a, b) => b.length - a.length)[0] ?? '').split('\n').filter((line) => line.trim() !== '')

/** Raw lines of the published data that come line by line: pairs, the peer's tests, and the samples in their pages. */
export const rawLines = (): readonly string[] => {
  const read = (pattern: string) =>
    globSync(pattern, { cwd: fixture() }).map((file) => readFileSync(fixture(file), 'utf8').replace(/\r/g, ''))
  const pairs = read('other-ecs-pairs/**/*input*.txt').flatMap((text) => text.split('\n'))
  const tests = read('wazuh-tests/*.ini').flatMap((text) =>
    [...text.matchAll(/^log \d+ (?:pass|fail) *= *(.*)$/gm)].map(([, line]) => line!),
  )
  const samples = read('event-samples/*.md').flatMap((text) =>
    [...text.matchAll(/### Raw Log\s+```\n([\s\S]*?)```/g)].map(([, block]) => block!.trim()),
  )
  return [...pairs, ...tests, ...samples.filter((block) => !block.includes('\n'))].filter((line) => line.trim() !== '')
}
