import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectInstance, instancesOf } from '../../../deploy/sources.ts'
import { builtInSources, detectSource } from '../../../ingest/sources/index.ts'
import { iofficeMapping } from '../../../ingest/sources/presets/ioffice.ts'
import { unwitnessed } from '../../../ingest/sources/table/actions.ts'
import { preview, TableMapping, tableSource } from '../../../ingest/sources/table.ts'
import { type Action, actionNames, actions } from '../../../kernel/event.ts'
import { contextOf } from './support.ts'

const base = {
  id: 'app',
  title: { vi: 'Ứng dụng', en: 'Application' },
  format: 'csv',
  columns: {
    time: ['Thời gian'],
    user: ['Người dùng', 'username'],
    action: ['Hành động'],
    result: ['Kết quả'],
    ip: ['Địa chỉ IP'],
    record: ['Mã'],
  },
  times: ['dd/MM/yyyy HH:mm:ss', 'dd/MM/yyyy h:mm:ss tt'],
  system: 'app',
  events: [
    {
      when: { action: 'Đăng nhập', result: ['Thành công', 'OK'] },
      action: 'login',
      fields: { ok: true, via: 'application' },
    },
    { when: { action: '/^đăng nhập/' }, action: 'login', fields: { ok: false, via: 'application', refusal: 'other' } },
  ],
}
const mapping = (more: object = {}): TableMapping => TableMapping.parse({ ...base, ...more })
const parse = (map: TableMapping, line: string) => tableSource(map).parse(line, contextOf({ zone: '+07:00' }))

describe('a mapped table', () => {
  const HEADING = 'THOI GIAN,nguoi_dung,Hành động,Kết quả'.normalize('NFD')

  test('reads its columns from the heading it stands under, whatever its case, marks and Unicode form', () => {
    const source = tableSource(mapping())
    const one = { ...contextOf({ zone: '+07:00' }), place: 'a.csv@2', heading: HEADING }
    const line = '02/03/2026 08:00:00,An.NV,đăng nhập,thanh cong'
    expect(source.parse(line, one)).toMatchObject({
      ok: true,
      value: [{ action: 'login', user: 'an.nv@app', ok: true, at: Date.UTC(2026, 2, 2, 1), seq: 2 }],
    })
    expect(source.parse(line, { ...one, heading: undefined })).toMatchObject({ ok: false, error: { reason: 'schema' } })
  })

  test('remembers nothing from line to line', () => {
    const source = tableSource(mapping())
    const context = contextOf({ zone: '+07:00' })
    expect(source.parse(HEADING, context)).toEqual({ ok: true, value: [] })
    expect(source.parse('02/03/2026 08:00:00,an.nv,Đăng nhập,OK', context)).toMatchObject({ ok: false })
    expect(source.parse('OK,02/03/2026 08:00:00', { ...context, heading: 'Kết quả,Thời gian' })).toMatchObject({
      ok: true,
    })
    expect(source.parse('02/03/2026 08:00:00,OK', { ...context, heading: 'Thời gian,Kết quả' })).toMatchObject({
      ok: true,
    })
  })

  test.each<[string, boolean]>([
    [HEADING, true],
    ['\uFEFFThời gian,x', false],
    ['"Thời gian","Người dùng"', true],
    ['Thời gian', true],
    ['STT,Thời gian,Cột lạ,Cột lạ,Cột lạ,Cột lạ,Kết quả', true],
    ['Người dùng,Hành động', false],
    ['02/03/2026 08:00:00,Thời gian,Hành động', false],
    ['1772413200,Thời gian,Hành động', false],
    ['08:00,Thời gian,Hành động', false],
    [`Thời gian,Người dùng,${'x'.repeat(9_000)}`, false],
    ['an.nv,thời gian làm việc,Xem', false],
    ['', false],
  ])('«%s» is a heading: %s; with or without a configured one it is never refused', (line, expected) => {
    for (const map of [mapping(), mapping({ header: ['Mã', 'Thời gian', 'Người dùng', 'Hành động'] })]) {
      expect(tableSource(map).isHeading?.(line)).toBe(expected)
      if (expected) expect(parse(map, line)).toEqual({ ok: true, value: [] })
    }
  })

  test('passes over rows of nothing, as spreadsheets leave them behind', () => {
    expect(parse(mapping({ header: ['Thời gian', 'Mã'] }), ' ,,,')).toEqual({ ok: true, value: [] })
  })

  test('of JSON or key=value has no headings', () => {
    for (const format of ['json', 'key-value'])
      expect(tableSource(mapping({ format })).isHeading?.('Thời gian,Người dùng'), format).toBe(false)
  })

  test('reads the same as CSV, JSON and key=value', () => {
    const fields = { action: 'login', user: 'an.nv@app', ok: false, ip: '192.0.2.7', refusal: 'other' }
    const rows = {
      csv: '02/03/2026 08:00:00,an.nv,Đăng nhập,Lỗi,192.0.2.7',
      json: '{"Thời gian":"02/03/2026 08:00:00","x":{"username":"an.nv"},"username":"an.nv","Hành động":"Đăng nhập","Địa chỉ IP":"192.0.2.7"}',
      'key-value': 'time="02/03/2026 08:00:00" username=an.nv action="Đăng nhập" ip=192.0.2.7',
    }
    for (const [format, line] of Object.entries(rows)) {
      const header = ['Thời gian', 'Người dùng', 'Hành động', 'Kết quả', 'Địa chỉ IP']
      expect(parse(mapping({ format, header }), line), format).toMatchObject({ ok: true, value: [fields] })
    }
  })

  test('identifies a row by its own number where it has one', () => {
    const header = ['Mã', 'Thời gian', 'Người dùng', 'Hành động']
    expect(parse(mapping({ header }), '77,02/03/2026 8:00:00 SA,an.nv,Xem')).toMatchObject({
      ok: true,
      value: [{ action: 'other', id: 'app//77/1772413200' }],
    })
  })

  test('an account keeps the realm it is written with', () => {
    const header = ['Thời gian', 'Người dùng', 'Hành động']
    const user = (written: string) => parse(mapping({ header }), `02/03/2026 08:00:00,${written},Đăng nhập`)
    expect(user('an.nv@tinh.example')).toMatchObject({ value: [{ user: 'an.nv@tinh' }] })
    expect(user('TINH\\an.nv')).toMatchObject({ value: [{ user: 'an.nv@tinh' }] })
  })

  test.each([
    ['hôm qua,an.nv,Đăng nhập', 'time'],
    ['02/03/2026 08:00:00,,Đăng nhập', 'schema'],
    ['"02/03/2026', 'malformed'],
  ])('refuses «%s»: %s', (line, reason) => {
    const header = ['Thời gian', 'Người dùng', 'Hành động']
    expect(parse(mapping({ header }), line)).toMatchObject({ ok: false, error: { reason } })
  })
})

describe('a line that came without a source', () => {
  const tables = builtInSources.filter(({ isHeading }) => isHeading)
  const lines = tables.flatMap(({ samples }) => Object.values(samples).map(({ line }) => line))

  test.each([
    ...lines,
    'Thời gian,Tên máy,Địa chỉ IP,Loại sự kiện,Tên virus',
    '{"Thời gian":"02/03/2026 08:00:00","username":"an.nv","Hành động":"Đăng nhập"}',
    'time="02/03/2026 08:00:00" username=an.nv action="Đăng nhập"',
  ])('is never guessed to be a row of a table: %s', (line) => {
    expect(tables.length).toBeGreaterThan(3)
    expect(detectSource(line)?.id).toBeUndefined()
    const own = { id: 'app', source: tableSource(mapping()), zone: 'UTC' }
    expect(detectInstance(line, [own, ...instancesOf([])])).toBeUndefined()
  })
})

describe('a mapping', () => {
  test.each([
    ['a time form nobody knows', { times: ['ngày/tháng'] }],
    ['no time column', { columns: { user: ['a'] } }],
    ['a broken pattern', { events: [{ when: { action: '/(/' }, action: 'login' }] }],
    ['a condition on a column that is not there', { events: [{ when: { xyz: 'a' }, action: 'login' }] }],
    ['a field the action does not have', { events: [{ action: 'logout', fields: { threat: 'x' } }] }],
    ['an action that does not exist', { events: [{ action: 'fly' }] }],
    ['an action without a required field', { events: [{ action: 'media.attach' }] }],
    ['an action that no log can witness', { events: [{ action: 'host.seen' }] }],
    ['a zone that does not exist', { zone: 'Asia/Hue' }],
    ['a key it does not know', { colums: {} }],
  ])('with %s is refused', (_what, more) => {
    expect(TableMapping.safeParse({ ...base, ...more }).success).toBe(false)
  })

  const media = { time: ['t'], host: ['h'], device: ['d'], object: ['o'] }
  const faults = (columns: object, rule: object): readonly string[] =>
    TableMapping.safeParse({ ...base, columns, events: [rule] }).error?.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    ) ?? []

  test.each<[object, object, string, RegExp]>([
    [media, { action: 'media.attach' }, 'fields.kind', /«media.attach» thiếu trường bắt buộc «kind»; .*cột «kind»/],
    [
      { ...media, threat: ['v'] },
      { action: 'malware.found' },
      'fields.handled',
      /«handled» là true hoặc false; .*«fields»/,
    ],
    [
      { ...media, threat: ['v'], handled: ['x'] },
      { action: 'malware.found' },
      'fields.handled',
      /«handled» là true hoặc false; cột chỉ chứa chữ/,
    ],
    [{ ...media, sleep: ['s'] }, { action: 'power.off' }, 'fields.sleep', /«sleep» là true hoặc false/],
    [media, { action: 'power.off', fields: { sleep: 'true' } }, 'fields.sleep', /«true»; .*phải là true hoặc false/],
    [media, { action: 'media.attach', fields: { kind: '{loai}' } }, 'fields.kind', /từ cột «loai», nhưng không có/],
    [media, { action: 'media.attach', fields: { kind: '' } }, 'fields.kind', /phải là chữ/],
    [media, { action: 'media.attach', fields: { kind: 'a', device: 7 } }, 'fields.device', /«7»; .*phải là chữ/],
    [
      media,
      { action: 'login', fields: { user: '{object}', ok: true, via: 'web' } },
      'fields.via',
      /«web»; trường này phải là một trong: interactive, .*application/,
    ],
    [media, { action: 'source.delivery', fields: { pipeline: 'a/b' } }, 'action', /không nhật ký nào/],
    [media, { action: 'account.departed' }, 'action', /không nhật ký nào/],
    [media, { action: 'account.closed' }, 'action', /không nhật ký nào/],
    [media, { action: 'machine.listed' }, 'action', /không nhật ký nào/],
  ])('%j with %j is refused at %s', (columns, rule, field, message) => {
    const found = faults(columns, rule)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^events\\.0\\.${field}: `))
    expect(found[0]).toMatch(message)
  })

  test.each([
    { action: 'media.attach', fields: { kind: 'storage' } },
    { action: 'media.attach', fields: { kind: '{object} x' } },
    { action: 'activity', fields: { user: '{object}', what: '{device}' } },
    { action: 'power.off', fields: { sleep: true } },
    { action: 'other' },
  ])('%j has all it needs: «system» is filled by the reader', (rule) => {
    expect(faults(media, rule)).toEqual([])
  })

  test('is passed if and only if some row can be read as its action', () => {
    const witnessed = actionNames.filter((action) => action !== 'other' && !unwitnessed.has(action))
    const names = [...new Set(witnessed.flatMap((action) => Object.keys(actions[action].shape)))]
    const constant = fc.constantFrom<unknown>('192.0.2.7', true, 'application', '{user}', 3)
    const words: Readonly<Record<string, string>> = { via: 'application', refusal: 'other', degree: 'Tối mật' }
    /** A template gives no word of a few. */
    const isWord = (action: Action, name: string) =>
      name === 'refusal' || name === 'degree' || (action === 'document.handle' && name === 'what')
    const verdicts = { true: 0, false: 0 }
    const shape = fc.tuple(
      fc.constantFrom(...witnessed),
      fc.subarray(names),
      fc.dictionary(fc.constantFrom(...names), constant),
    )
    fc.assert(
      fc.property(shape, ([action, columns, given]) => {
        const fits = ([name, value]: readonly [string, unknown]) =>
          name in actions[action].shape && (value !== '{user}' || (!isWord(action, name) && columns.includes('user')))
        const fields = Object.fromEntries(Object.entries(given).filter(fits))
        const headings = Object.fromEntries(['time', ...columns].map((name) => [name, [name]]))
        const map = {
          ...base,
          format: 'json',
          columns: headings,
          times: ['epoch-ms'],
          events: [{ when: {}, action, fields }],
        }
        // Past its check, as it is: rows of every text that any field of the vocabulary needs.
        const source = tableSource({ ...mapping(), ...map } as TableMapping)
        const readable = ['192.0.2.7', 'application'].some((text) => {
          const cells = Object.fromEntries(
            columns.map((name) => [
              name,
              action === 'document.handle' && name === 'what' ? 'print' : (words[name] ?? text),
            ]),
          )
          return source.parse(JSON.stringify({ time: 1_772_413_200_000, ...cells }), contextOf()).ok
        })
        verdicts[readable ? 'true' : 'false']++
        expect(TableMapping.safeParse(map).success).toBe(readable)
      }),
      { numRuns: 1_000 },
    )
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(20)
  })
})

test('a preview shows, line by line, the fields found and the action, or why not', () => {
  const sample = [
    'Thời gian,Tên đăng nhập,Hành động,Kết quả',
    '02/03/2026 08:00:00,an.nv,Đăng nhập,Thành công',
    '',
    ',,,',
    '02/03/2026,an.nv,Đăng nhập,Thành công',
  ].join('\r\n')
  expect(preview(iofficeMapping, sample)).toMatchObject([
    { line: 1, problem: 'Dòng tiêu đề.' },
    { line: 2, fields: { user: 'an.nv', result: 'Thành công' }, observation: { action: 'login', ok: true } },
    { line: 4, problem: 'Dòng trống.' },
    { line: 5, problem: expect.stringContaining('02/03/2026') },
  ])
})
