import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { main } from '../../../deploy/cli/main.ts'
import { DIGEST, digestOf, encodeHeader, lengthOf } from '../../../ingest/archive/format.ts'
import { blocksOf, segmentsOf } from '../../../ingest/archive/segments.ts'
import { verifyArchive } from '../../../ingest/archive/verify.ts'
import { deliveryMark, settledMessage } from '../../../ingest/intake/marks.ts'
import { RECORDS } from '../../../ingest/wire.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { archivedTo, archiveOfTimes, observationAt, openArchiving, publishTimes } from '../../support/archive.ts'
import { temporaryFolder } from '../../support/folder.ts'

let said: string[] = []
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
})

/** An archive of 24 times in blocks of two, and its first segment. */
const whole = async () => {
  const data = temporaryFolder()
  await archiveOfTimes(data, 24)
  const folder = join(data, 'archive')
  const [segment] = await segmentsOf(folder)
  const { blocks } = await blocksOf(segment!)
  const { path } = segment!
  return { data, folder, path, bytes: readFileSync(path), blocks, last: (await segmentsOf(folder)).at(-1)!.path }
}

test('an archive as it was written is whole, with its figures', async () => {
  const { data, folder } = await whole()
  expect(await verifyArchive(folder)).toMatchObject({ faults: [], torn: 0, blocks: 12, records: 24, observations: 24 })
  expect(await main(['archive', 'verify', '--data', data])).toBe(0)
  expect(said[0]).toMatch(/^Kho lưu trữ nguyên vẹn: \d+ đoạn, 12 khối, 24 bản ghi, 24 sự kiện; \d+ byte nén còn \d+ /)
  expect(said[1]).toMatch(/^Trong đó 24 dòng nhật ký đã nhận/)
  expect(said[2]).toMatch(/^Mã băm cuối chuỗi: [0-9a-f]{64}$/)
  expect(await main(['archive', 'info', '--data', data])).toBe(0)
  for (const name of readdirSync(folder)) if (name !== 'head') rmSync(join(folder, name))
  expect(await main(['archive', 'info', '--data', data])).toBe(1)
  expect(said.at(-1)).toMatch(/^THIẾU bản ghi: kho đã từng có đến vị trí 24 của nhật ký, nay chỉ còn đến 0;/)
})

test('records that the product wrote itself hold no line, and are told from those that were delivered', async () => {
  const data = temporaryFolder()
  const { bus, archiver } = await openArchiving(data)
  await publishTimes(bus, [0, 1, 1]) // a line that was delivered twice
  const settled = settledMessage(observationAt(1))
  await bus.publish(RECORDS, [deliveryMark({ collector: 'thu-01', source: 'tiny' }, MINUTE), settled, settled])
  await archivedTo(archiver, 6)
  await archiver.stop()
  await bus.close()
  expect(await verifyArchive(join(data, 'archive'))).toMatchObject({ faults: [], records: 6, lines: 3 })
})

test('a bit changed anywhere in a block is one damage, in the block where it is', async () => {
  const { folder, path, bytes, blocks } = await whole()
  const { position, header } = blocks[1]!
  for (let at = position; at < position + lengthOf(header); at += 3) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 1 << (at % 8)
    writeFileSync(path, damaged)
    const { faults, records } = await verifyArchive(folder)
    const block = { nth: 2, bytes: lengthOf(header), first: header.first, next: header.next }
    expect(faults, `byte ${at}`).toEqual([{ path, position, block, what: expect.any(String) }])
    expect(records).toBe(24) // the index beside the segment still knows a block whose header is damaged
  }
}, 120_000)

test.each<[string, RegExp, (archive: Awaited<ReturnType<typeof whole>>) => void]>([
  [
    'a block is taken out',
    /thiếu vị trí 2 đến 3/,
    ({ path, bytes, blocks: [, one, two] }) =>
      writeFileSync(path, Buffer.concat([bytes.subarray(0, one!.position), bytes.subarray(two!.position)])),
  ],
  [
    'a block is taken out, and the index made to fit',
    /thiếu vị trí 2 đến 3/,
    ({ path, bytes, blocks: [, one, two] }) => {
      writeFileSync(path, Buffer.concat([bytes.subarray(0, one!.position), bytes.subarray(two!.position)]))
      rmSync(path.replace(/seg$/, 'idx'))
    },
  ],
  [
    'two blocks change places',
    /đứng sai chỗ|thiếu vị trí/,
    ({ path, bytes, blocks: [, one, two, three] }) =>
      writeFileSync(
        path,
        Buffer.concat([
          bytes.subarray(0, one!.position),
          bytes.subarray(two!.position, three?.position),
          bytes.subarray(one!.position, two!.position),
          bytes.subarray(three?.position ?? bytes.length),
        ]),
      ),
  ],
  [
    'a block is put in twice',
    /đứng sai chỗ/,
    ({ path, bytes, blocks: [, one] }) => writeFileSync(path, Buffer.concat([bytes.subarray(0, one!.position), bytes])),
  ],
  [
    'the last block of a segment is cut off',
    /thiếu vị trí/,
    ({ path, blocks }) => truncateSync(path, blocks.at(-1)!.position),
  ],
  ['the end is cut off at a block', /đuôi bị cắt/, ({ last }) => truncateSync(last, 0)],
  ['the last segment is gone', /đuôi bị cắt/, ({ last }) => rmSync(last)],
  ['the first segment is gone', /thiếu vị trí 0 đến/, ({ path }) => rmSync(path)],
  [
    'a block is made anew, whole in itself',
    /khối thứ 3 .*: chuỗi mã băm đứt/,
    ({ path, bytes, blocks: [, one, two] }) => {
      const forged = Buffer.from(bytes.subarray(one!.position, two!.position))
      encodeHeader({ ...one!.header, minReceived: one!.header.minReceived + 1 }).copy(forged)
      digestOf(forged.subarray(0, -DIGEST)).copy(forged, forged.length - DIGEST)
      writeFileSync(path, Buffer.concat([bytes.subarray(0, one!.position), forged, bytes.subarray(two!.position)]))
      rmSync(path.replace(/seg$/, 'idx'))
    },
  ],
  [
    'bytes are put between blocks',
    /các byte không thuộc khối nào/,
    ({ path, bytes, blocks: [, one] }) =>
      writeFileSync(
        path,
        Buffer.concat([bytes.subarray(0, one!.position), Buffer.from('xen vào'), bytes.subarray(one!.position)]),
      ),
  ],
  [
    'bytes are put behind a closed segment',
    /các byte không thuộc khối nào/,
    ({ path, bytes }) => writeFileSync(path, Buffer.concat([bytes, Buffer.from('xen vào')])),
  ],
])('%s: found, and the command says where', async (_, what, damage) => {
  const archive = await whole()
  expect(archive.blocks.length).toBeGreaterThan(3)
  damage(archive)
  expect(await main(['archive', 'verify', '--data', archive.data])).toBe(1)
  const wrong = said.filter((line) => line.startsWith('HỎNG '))
  expect(wrong.join('\n')).toMatch(what)
  for (const line of wrong) expect(line).toContain(archive.folder)
})

test('the command says in which block of which file the damage lies', async () => {
  const { data, path, bytes, blocks } = await whole()
  const { position, header } = blocks[1]!
  const damaged = Buffer.from(bytes)
  damaged[position + 160 + header.filter + 5]! ^= 1
  writeFileSync(path, damaged)
  expect(await main(['archive', 'verify', '--data', data])).toBe(1)
  const end = position + lengthOf(header) - 1
  expect(said[0]).toBe(
    `HỎNG ${path}, khối thứ 2 (byte ${position} đến ${end} của tệp; vị trí 2 đến 3 của nhật ký): phần nội dung đã chuẩn hóa bị hỏng`,
  )
  expect(said[1]).toMatch(/^Kho lưu trữ có 1 chỗ hỏng: /)
})

test.each<[string, (archive: Awaited<ReturnType<typeof whole>>) => void]>([
  [
    'a block taken out',
    ({ path, bytes, blocks: [, one, two] }) =>
      writeFileSync(path, Buffer.concat([bytes.subarray(0, one!.position), bytes.subarray(two!.position)])),
  ],
  ['the end of a segment cut off', ({ path, blocks }) => truncateSync(path, blocks.at(-1)!.position)],
  ['the last segment emptied', ({ last }) => truncateSync(last, 0)],
  [
    'a header damaged that no index knows',
    ({ path, bytes, blocks: [, one] }) => {
      const damaged = Buffer.from(bytes)
      damaged[one!.position]! ^= 1
      writeFileSync(path, damaged)
      rmSync(path.replace(/seg$/, 'idx'))
    },
  ],
])('%s is one damage', async (_, damage) => {
  const archive = await whole()
  damage(archive)
  expect((await verifyArchive(archive.folder)).faults).toHaveLength(1)
})

test('a last block that is replaced by another whole one is found by the head', async () => {
  const [a, b] = [await whole(), await whole()]
  copyFileSync(a.last, `${a.last}.keep`)
  const bytes = readFileSync(b.last)
  writeFileSync(a.last, bytes)
  expect((await verifyArchive(a.folder)).faults).toEqual([]) // written the same, it is the same
  const head = join(a.folder, 'head')
  writeFileSync(head, readFileSync(head, 'utf8').replace(/"digest":"./, '"digest":"-'))
  expect((await verifyArchive(a.folder)).faults.map(({ what }) => what)).toEqual([
    'khối cuối không phải là khối đã ghi',
  ])
  expect(readdirSync(a.folder).length).toBeGreaterThan(3)
})

test('where nothing was ever archived, the command says so', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(await main(['archive', 'verify', '--data', temporaryFolder()])).toBe(2)
  expect(await main(['archive', 'xem', '--data', (await whole()).data])).toBe(2)
  expect(error).toHaveBeenCalledTimes(2)
})
