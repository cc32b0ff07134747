import { expect, test } from 'vitest'
import { addCounters, freshCounters } from '../../../ingest/intake/counters.ts'
import { deliveryReader } from '../../../ingest/intake/read-delivery.ts'
import { builtInSources, detectSource } from '../../../ingest/sources/index.ts'

const RECEIVED = Date.parse('2026-03-02T01:02:00Z')

test('what each source could not read, and what it read that means nothing, is counted', async () => {
  const instances = builtInSources.map((source) => ({ id: source.id, source, zone: 'Asia/Ho_Chi_Minh' }))
  const read = deliveryReader({
    ...{ instances, mask: (line: string) => ({ line, masked: 0 }), lineBytes: 10_000 },
    detect: (line, all) => all.find(({ source }) => source.id === detectSource(line)?.id),
  })
  const mail = (part: string, message: string) => `Mar  2 08:00:00 mail-01 postfix/${part}[7]: ${message}`
  const lines = [
    mail('qmgr', 'A1B2C3D4E5: from=<a@a.example>, size=1, nrcpt=1 (queue active)'),
    mail('cleanup', 'A1B2C3D4E5: message-id=<x@a.example>'),
    mail('anvil', 'statistics: max connection rate 1/60s'),
    'CEF:0|Example|Gateway|1.0|7|x|Low|rt=hôm qua',
    'xin chào',
  ].map((line) => Buffer.from(line))
  const { counters } = await read({ collector: 'c1', source: 'auto', lines }, RECEIVED)
  expect(counters).toMatchObject({
    ...{ accepted: 3, bySource: { 'c1/postfix': 3 }, unread: { postfix: 2 }, refusedBy: { 'cef/1': 1, auto: 1 } },
    refusedOf: { 'c1/cef': 1 },
  })

  const total = freshCounters()
  addCounters(total, counters)
  addCounters(total, counters)
  expect(total).toMatchObject({
    accepted: 6,
    unread: { postfix: 4 },
    refusedBy: { 'cef/1': 2, auto: 2 },
    refusedOf: { 'c1/cef': 2 },
  })
})

test('what stands around the rows of a table is no line of its source', async () => {
  const read = deliveryReader({
    instances: builtInSources.map((source) => ({ id: source.id, source, zone: 'Asia/Ho_Chi_Minh' })),
    ...{ mask: (line: string) => ({ line, masked: 0 }), lineBytes: 10_000 },
  })
  const count = async (source: string, lines: readonly string[]) => {
    const { counters } = await read(
      { collector: 'c1', source, lines: lines.map((line) => Buffer.from(line)), text: {} },
      RECEIVED,
    )
    const { accepted, around, bySource, refusedOf } = counters
    return { accepted, around, bySource, refusedOf }
  }
  const heading = 'Thời gian,Tài khoản,Thao tác,Trạng thái'
  const row = '02/03/2026 08:00:00,an.nv,Xem,Thành công'
  expect(await count('tthc', ['sep=,', 'UBND XÃ', heading, row, ',,,', row, 'Tổng cộng,,,2'])).toEqual({
    ...{ accepted: 7, around: 5, bySource: { 'c1/tthc': 2 }, refusedOf: {} },
  })
  expect(await count('iis', ['#Software: x', '#Fields: date time', '2026-03-02 01:00:00'])).toMatchObject({
    ...{ around: 2, bySource: { 'c1/iis': 1 } },
  })
  // Words of a log that mean nothing to us are lines of it all the same.
  const silent = 'Mar  2 08:00:00 srv-01 sshd[7]: Failed publickey for an.nv from 192.0.2.7 port 22 ssh2'
  expect(await count('linux-auth', [silent])).toMatchObject({ around: 0, bySource: { 'c1/linux-auth': 1 } })
})

test('an instance of another name counts for the pipeline its events are of', async () => {
  const source = builtInSources.find(({ id }) => id === 'cef')!
  const read = deliveryReader({
    instances: [{ id: 'tuong-lua', source, zone: 'Asia/Ho_Chi_Minh' }],
    ...{ mask: (line: string) => ({ line, masked: 0 }), lineBytes: 10_000 },
  })
  const lines = ['CEF:0|Example|Gateway|1.0|7|x|Low|rt=1772413200000', 'xin chào', '\u00ff'].map((line, i) =>
    Buffer.from(line, i === 2 ? 'latin1' : 'utf8'),
  )
  const { counters } = await read({ collector: 'c1', source: 'tuong-lua', lines }, RECEIVED)
  expect(counters).toMatchObject({ bySource: { 'c1/cef': 1 }, refusedOf: { 'c1/cef': 2 } })
})

test('fields that no reader of a source knows are counted by name, in the line of a shipper’s document too', async () => {
  const instances = builtInSources.map((source) => ({ id: source.id, source, zone: 'Asia/Ho_Chi_Minh' }))
  const read = deliveryReader({
    ...{ instances, mask: (line: string) => ({ line, masked: 0 }), lineBytes: 10_000 },
    detect: (line, all) => all.find(({ source }) => source.id === detectSource(line)?.id),
  })
  const cef = (more: string): string => `CEF:0|Example|Gateway|1.0|7|x|Low|rt=1772413200000 src=192.0.2.7 ${more}`
  const shipped = JSON.stringify({ message: cef('colour=red'), input: { type: 'log' }, agent: { id: 'x' } })
  const lines = [cef('colour=red'), cef('act=block'), shipped, 'xin chào'].map((line) => Buffer.from(line))
  const { counters } = await read({ collector: 'c1', source: 'auto', lines }, RECEIVED)
  expect([...counters.fields]).toEqual([
    ['cef', { looked: 3, more: 0, picks: true, unknown: new Map([['colour', 2]]) }],
  ])
})
