import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FilesInput, type FilesOptions, openFiles } from '../../../ingest/inputs/files.ts'
import { ownFolder } from '../../support/certificate.ts'
import { type MemoryIntake, memoryIntake } from '../../support/memory-intake.ts'

const MiB = 1024 * 1024
const POLL = 15
const root = ownFolder()

let folder: string
let log: string
let intake: MemoryIntake
let failures: unknown[]
let open: FilesInput[]

beforeEach(() => {
  folder = mkdtempSync(join(root, 'test-'))
  mkdirSync(join(folder, 'logs'))
  log = join(folder, 'logs', 'app.log')
  intake = memoryIntake()
  failures = []
  open = []
})
afterEach(async () => {
  for (const files of open) await files.close()
  expect(failures).toEqual([])
})

const start = async (but: Partial<FilesOptions> = {}): Promise<FilesInput> => {
  const failed = (error: unknown): void => void failures.push(error)
  const checkpoint = join(folder, 'state', 'positions.json')
  const paths = [join(folder, 'logs', '*.log')]
  const files = await openFiles({
    intake,
    collector: 'may-01',
    source: 'linux',
    failed,
    paths,
    checkpoint,
    pollMs: POLL,
    ...but,
  })
  open.push(files)
  return files
}
/** Long enough for a few looks at the files. */
const looks = (): Promise<void> => sleep(6 * POLL)
/** Path and offset of a place, without the generation of the file that stands between them. */
const bare = (place: string): string => place.replace(/#[0-9a-f]{12}@/, '@')
const generations = (): (string | undefined)[] =>
  intake.taken.map(({ place }) => /#([0-9a-f]{12})@\d+$/.exec(place)?.[1])
/** The clock of the file system may be coarse; what changes within it must change in size. */
const append = (path: string, text: string | Buffer): void => appendFileSync(path, text)

describe('a file that grows', () => {
  test('is read from its beginning and followed; each line has its place', async () => {
    append(log, 'one\ntwo\n')
    await start()
    await intake.until(2)
    append(log, 'three\n')
    await intake.until(3)
    expect(intake.taken.map((taken) => ({ ...taken, place: bare(taken.place) }))).toMatchObject([
      { text: 'one', place: `${log}@0`, collector: 'may-01', source: 'linux' },
      { text: 'two', place: `${log}@4` },
      { text: 'three', place: `${log}@8` },
    ])
    expect(generations()).not.toContain(undefined)
  })

  test('keeps its partial last line until the newline comes', async () => {
    append(log, 'one\nAccepted password for an.n')
    const files = await start()
    await intake.until(1)
    await vi.waitFor(() => expect([...files.waiting]).toEqual([[log, 26]]))
    expect(intake.texts()).toEqual(['one'])
    append(log, 'v\n')
    await intake.until(2)
    expect(intake.texts()).toEqual(['one', 'Accepted password for an.nv'])
    await vi.waitFor(() => expect(files.waiting.size).toBe(0))
  })

  test('that is a binary event log of Windows is handed over as one line, however large it is and grows', async () => {
    const chunk = Buffer.alloc(3 * MiB, 'a\n\0')
    append(log, Buffer.concat([Buffer.from('ElfFile\0', 'latin1'), chunk]))
    const files = await start()
    await intake.until(1)
    append(log, chunk)
    const after = join(folder, 'logs', 'b.log')
    append(after, 'one\n')
    await intake.until(2)
    expect(intake.texts()).toEqual(['ElfFile\0', 'one'])
    expect(files.counters).toMatchObject({ oversize: 0, unreadable: 0 })
  })

  test('that comes as a whole may lack its last newline', async () => {
    append(log, 'one\ntwo')
    await start({ wholeFiles: true })
    await intake.until(2)
    await looks()
    expect(intake.texts()).toEqual(['one', 'two'])
  })

  test('may begin later, and so may its folder', async () => {
    await start({ paths: [join(folder, 'later'), log] })
    await looks()
    mkdirSync(join(folder, 'later'))
    append(join(folder, 'later', 'a.txt'), 'one\n')
    await intake.until(1)
    append(log, 'two\n')
    await intake.until(2)
    expect(intake.texts()).toEqual(['one', 'two'])
  })

  test('with a line of 10 MiB, and with one that is too long, loses no other line', async () => {
    append(log, `one\n${'x'.repeat(10 * MiB)}\ntwo\n${'y'.repeat(13 * MiB)}\nthree\n`)
    const files = await start({ maxLine: 12 * MiB })
    await intake.until(5)
    expect(intake.texts().map(({ length }) => length)).toEqual([3, 10 * MiB, 3, 12 * MiB, 5])
    await vi.waitFor(() => expect(files.counters).toMatchObject({ oversize: 1, lines: 5 }))
  })

  test.each(['utf16le', 'utf16be'])('in %s is cut at its newlines', async (encoding) => {
    const bytes = Buffer.from(`\uFEFF${'Đăng nhập ċ ਊ\r\n'.repeat(3)}`, 'utf16le')
    append(log, encoding === 'utf16le' ? bytes : bytes.swap16())
    await start()
    await intake.until(3)
    const name = encoding === 'utf16le' ? 'utf-16le' : 'utf-16be'
    const decoded = intake.deliveries.flatMap(({ lines }) => lines.map((line) => new TextDecoder(name).decode(line)))
    expect(decoded).toEqual(['Đăng nhập ċ ਊ', 'Đăng nhập ċ ਊ', 'Đăng nhập ċ ਊ'])
  })

  test('waits while the intake is pressed', async () => {
    intake.press('BACKPRESSURE')
    append(log, 'one\n')
    await start()
    await looks()
    expect(intake.taken).toEqual([])
    intake.press(undefined)
    await intake.until(1)
  })
})

describe('a restart', () => {
  test('goes on where it stopped, neither losing nor doubling', async () => {
    append(log, 'one\ntwo\nhal')
    const first = await start()
    await intake.until(2)
    await first.close()
    append(log, 'f\nthree\n')
    await start()
    await intake.until(4)
    await looks()
    expect(intake.texts()).toEqual(['one', 'two', 'half', 'three'])
  })

  test('that was killed before the position was stored repeats lines under the same places', async () => {
    append(log, 'one\ntwo\n')
    const first = await start()
    await intake.until(2)
    await first.close()
    rmSync(join(folder, 'state'), { recursive: true })
    await start()
    await intake.until(4)
    expect(intake.taken.slice(2)).toEqual(intake.taken.slice(0, 2))
  })

  test('under pressure stops without storing a position for what was not taken', async () => {
    append(log, 'one\n')
    intake.press('DISK_FULL')
    const first = await start()
    await looks()
    await first.close()
    intake.press(undefined)
    await start()
    await intake.until(1)
    expect(intake.texts()).toEqual(['one'])
  })

  test('finds the position of a file that was renamed meanwhile, and the new one in its place', async () => {
    append(log, 'one\n')
    const first = await start()
    await intake.until(1)
    await first.close()
    append(log, 'two\n')
    renameSync(log, `${log}.1`)
    append(log, 'three\n')
    await start()
    await intake.until(3)
    await looks()
    expect(intake.taken.map(({ text, place }) => [text, bare(place)])).toEqual([
      ['one', `${log}@0`],
      ['two', `${log}@4`],
      ['three', `${log}@0`],
    ])
  })

  test('with damaged positions stops and says which file', async () => {
    mkdirSync(join(folder, 'state'))
    writeFileSync(join(folder, 'state', 'positions.json'), '{"version":1,')
    await expect(start()).rejects.toMatchObject({
      code: 'LOG_CORRUPT',
      message: expect.stringContaining('positions.json'),
    })
  })
})

describe('rotation', () => {
  const all = { paths: [] as string[] }
  beforeEach(() => {
    all.paths = [join(folder, 'logs')]
  })

  test.each([
    ['where only the current name is read', false],
    ['where the whole folder is read', true],
  ])('by rename doubles and loses nothing, %s', async (_, whole) => {
    append(log, 'one\n')
    await start(whole ? all : {})
    await intake.until(1)
    append(log, 'two\n')
    renameSync(log, `${log}.1`)
    append(log, 'three\n')
    append(`${log}.1`, 'late\n')
    await intake.until(4)
    await looks()
    expect([...intake.texts()].sort()).toEqual(['late', 'one', 'three', 'two'])
  })

  test.each([
    ['where only the current name is read', false],
    ['where the whole folder is read', true],
  ])('by copying and emptying doubles and loses nothing, %s', async (_, whole) => {
    append(log, 'one\ntwo\n')
    await start(whole ? all : {})
    await intake.until(2)
    append(log, 'before\n')
    copyFileSync(log, `${log}.1`)
    truncateSync(log)
    append(log, 'new\n')
    await intake.until(4)
    await looks()
    expect([...intake.texts()].sort()).toEqual(['before', 'new', 'one', 'two'])
  })

  test('a file emptied and grown beyond its old length is read from its beginning', async () => {
    append(log, 'one\n')
    await start()
    await intake.until(1)
    writeFileSync(log, 'a longer first line\nand a second\n')
    await intake.until(3)
    expect(intake.texts()).toEqual(['one', 'a longer first line', 'and a second'])
  })

  test('a file rewritten at any moment, even while it is read, never yields a piece of a line', async () => {
    const generation = (n: number): string =>
      Array.from({ length: 20 + n }, (_, i) => `<generation ${n} line ${i} ${'x'.repeat((n * 13) % 40)}>\n`).join('')
    writeFileSync(log, generation(0))
    await start({ pollMs: 1 })
    for (let n = 1; n <= 150; n++) {
      await intake.until(intake.taken.length + 1)
      writeFileSync(log, generation(n))
    }
    await vi.waitFor(() => expect(intake.texts()).toContain(generation(150).split('\n').at(-2)))
    expect(intake.texts().filter((text) => !/^<generation \d+ line \d+ x*>$/.test(text))).toEqual([])
  })

  test('a rotated log that is compressed is not read again, only what it has more', async () => {
    append(log, 'one\ntwo\n')
    await start(all)
    await intake.until(2)
    writeFileSync(`${log}.1.gz`, gzipSync(`${readFileSync(log, 'utf8')}three\n`))
    rmSync(log)
    await intake.until(3)
    await looks()
    expect(intake.taken.map(({ text, place }) => [text, bare(place)])).toEqual([
      ['one', `${log}@0`],
      ['two', `${log}@4`],
      ['three', `${log}@8`],
    ])
  })

  test.each([
    ['by rename', (path: string) => renameSync(path, `${path}.1`)],
    ['by emptying it in place', (path: string) => truncateSync(path)],
  ])('%s: an equal line at the same place of the new log is another line', async (_, rotate) => {
    const heading = 'thời gian;người dùng\n'
    append(log, `${heading}08:00;an.nv\n08:01;an.nv\n`)
    await start()
    await intake.until(3)
    rotate(log)
    await looks()
    append(log, `${heading}08:09;an.nv\n08:01;an.nv\n`)
    await intake.until(6)
    const last = intake.taken.filter(({ text }) => text === '08:01;an.nv').map(({ place }) => place)
    expect(new Set(last.map(bare)).size).toBe(1)
    expect(new Set(last).size).toBe(2)
  })

  test('files that share a long heading are not taken for copies of one another', async () => {
    const heading = `${'Nhật ký cấp phát địa chỉ;'.repeat(100)}\n`
    append(log, `${heading}one\n`)
    await start(all)
    await intake.until(2)
    append(join(folder, 'logs', 'app-2.log'), `${heading}two\nthree\n`)
    await intake.until(5)
    expect(intake.texts().slice(2)).toEqual([heading.trimEnd(), 'two', 'three'])
  })
})

describe('a gzip file', () => {
  const gz = (): string => join(folder, 'logs', 'old.log.gz')
  const options = (): Partial<FilesOptions> => ({ paths: [join(folder, 'logs', '*.gz')] })

  test('is read once, to its last line, and not again after a restart', async () => {
    writeFileSync(gz(), gzipSync('one\ntwo'))
    const first = await start(options())
    await intake.until(2)
    await looks()
    await first.close()
    await start(options())
    await looks()
    expect(intake.texts()).toEqual(['one', 'two'])
  })

  test('that is still being written is read on when it is whole', async () => {
    const bytes = gzipSync(Array.from({ length: 20_000 }, (_, i) => `line ${i} ${(i * 7919) % 10_007}\n`).join(''))
    writeFileSync(gz(), bytes.subarray(0, bytes.length / 2))
    const files = await start(options())
    await vi.waitFor(() => expect(files.counters.unreadable).toBe(1))
    expect(failures).toHaveLength(1)
    failures = []
    writeFileSync(gz(), bytes)
    await intake.until(20_000)
    await looks()
    expect(intake.texts().map((text) => Number(text.split(' ')[1]))).toEqual([...Array(20_000).keys()])
  })

  test('that inflates to one endless line is cut, and holds up nothing', async () => {
    writeFileSync(gz(), gzipSync(Buffer.concat([Buffer.alloc(20 * MiB, 0x78), Buffer.from('\nlast\n')])))
    const files = await start({ ...options(), maxLine: MiB })
    await intake.until(2)
    expect(intake.texts().map(({ length }) => length)).toEqual([MiB, 4])
    expect(files.counters.oversize).toBe(1)
  })
})

test('a file that may not be read is said once, and others are read', async () => {
  const gz = join(folder, 'logs', 'broken.log.gz')
  writeFileSync(gz, 'this is no gzip')
  append(log, 'one\n')
  const files = await start({ paths: [join(folder, 'logs')] })
  await intake.until(1)
  await looks()
  expect(files.counters.unreadable).toBe(1)
  expect(failures).toHaveLength(1)
  failures = []
})
