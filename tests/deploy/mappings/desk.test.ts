import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import type { MappingList, MappingReadings, MappingToSave, MappingWork } from '../../../api/schemas-mappings.ts'
import { loadConfig } from '../../../deploy/config.ts'
import { openMappingDesk } from '../../../deploy/mappings/desk.ts'
import { instancesOf } from '../../../deploy/sources.ts'
import { builtInMappings } from '../../../ingest/sources/presets/index.ts'
import { writeConfig } from '../../support/config.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { oneStop } from '../../support/mapping.ts'
import { station } from '../../support/serve.ts'

const patient = { timeout: 120_000 }

/** The API over the desk of a fresh folder, and what it logged. */
const open = async ({ config = {}, sample = false } = {}) => {
  const folder = writeConfig(temporaryFolder(), config)
  const logged: Record<string, unknown>[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const desk = openMappingDesk({ config: loadConfig(folder), sample, log })
  const here = await station([], { mappings: desk })
  onTestFinished(async () => {
    await here.close()
    await desk.close()
  })
  const call = async (path: string, body?: object | string, headers: Record<string, string> = {}) => {
    const answer = await here.app.inject({
      ...{ method: body === undefined ? 'GET' : 'POST', url: `/api/v1/mappings${path}` },
      ...(body !== undefined && { payload: body, headers: { 'content-type': 'application/json', ...headers } }),
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  return {
    ...{ folder, logged, call },
    file: join(folder, 'mappings/mot-cua.yaml'),
    list: async (): Promise<MappingList> => (await call('')).body,
    preview: async (work: MappingWork): Promise<MappingReadings> => (await call('/preview', work)).body,
    save: (work: MappingWork, etag: string | null = null, headers = {}) => call('/save', { ...work, etag }, headers),
  }
}

const but = (work: MappingWork, mapping: Partial<MappingWork['mapping']>): MappingWork => ({
  ...work,
  mapping: { ...work.mapping, ...mapping },
})

test(
  'a preview says of each line what was read, which rule decided and what it became, or why not',
  patient,
  async () => {
    const { preview } = await open()
    const { faults, lines, columns, yaml } = await preview(oneStop())
    expect(faults).toEqual([])
    expect(lines).toMatchObject([
      { line: 1, read: 'heading' },
      {
        line: 2,
        rule: 1,
        event: { action: 'login', at: Date.UTC(2026, 2, 2, 1, 1, 10), fields: { user: 'an.nv@mot-cua', ok: true } },
      },
      { line: 3, rule: 2, event: { action: 'login', fields: { ok: false } } },
      { line: 4, event: { action: 'other' }, fields: { what: 'Xem hồ sơ' } },
      { line: 5, problem: expect.stringContaining('«hôm qua»') },
    ])
    expect(lines[3]).not.toHaveProperty('rule')
    expect(columns[1]).toEqual({ name: 'Cán bộ', field: 'user', example: 'an.nv' })
    expect(parse(yaml)).toMatchObject({ title: { vi: 'Một cửa', en: 'Một cửa' }, delimiter: ';' })
  },
)

test('with faults the rows and columns are told all the same, so that they can be mended', patient, async () => {
  const { preview } = await open()
  const { faults, lines, columns } = await preview(
    but(oneStop(), { columns: { user: ['Cán bộ'] }, events: [{ when: {}, action: 'login', fields: {} }] }),
  )
  expect(faults.map(({ path }) => path.join('.'))).toEqual(['columns', 'events.0.fields.ok', 'events.0.fields.via'])
  expect(columns.map(({ name }) => name)).toEqual(['Ngày giờ', 'Cán bộ', 'Thao tác', 'Kết quả'])
  expect(lines.some(({ event }) => event)).toBe(false)
})

test('what is saved is configuration: read at the next start, with its test', patient, async () => {
  const { save, list, file, folder, logged } = await open()
  const saved = await save(oneStop())
  expect(saved).toMatchObject({ status: 200, body: { id: 'mot-cua', file, lines: 5, masked: 0 } })
  expect(parse(readFileSync(file, 'utf8'))).toMatchObject({
    zone: 'Asia/Ho_Chi_Minh',
    mapping: { system: 'mot-cua' },
    test: {
      expect: [
        { line: 1, read: 'heading' },
        { line: 2, at: '2026-03-02T01:01:10.000Z', action: 'login', fields: { user: 'an.nv@mot-cua', ok: true } },
        { line: 3, action: 'login', fields: { ok: false } },
        { line: 4, action: 'other' },
        { line: 5, refused: 'time' },
      ],
    },
  })
  expect(logged).toMatchObject([{ msg: 'mapping saved', mapping: 'mot-cua', file, etag: saved.body.etag }])
  expect((await list()).configured).toMatchObject([{ id: 'mot-cua', inForce: false, etag: saved.body.etag }])
  const config = loadConfig(folder)
  expect(config.mapped).toEqual({ 'mot-cua': saved.body.etag })
  expect(instancesOf(config.sources).find(({ id }) => id === 'mot-cua')?.source.title.vi).toBe('Một cửa')
  expect(readdirSync(join(folder, 'mappings'))).toEqual(['mot-cua.yaml'])
})

test('it is replaced only by whoever opened it as it is', patient, async () => {
  const { save, list, file } = await open()
  const first = await save(oneStop())
  expect(await save(oneStop())).toMatchObject({ status: 409, body: { code: 'CHANGED' } })
  const titled = but(oneStop(), { title: { vi: 'Một cửa mới', en: '' } })
  const second = await save(titled, first.body.etag)
  expect(second.status).toBe(200)
  expect(await save(titled, first.body.etag)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('thay đổi') },
  })
  writeFileSync(file, `${readFileSync(file, 'utf8')}# sửa tay\n`)
  expect((await save(titled, second.body.etag)).status).toBe(409)
  const [own] = (await list()).configured
  const both = await Promise.all([save(titled, own!.etag!), save(oneStop(), own!.etag!)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(await save(but(oneStop(), { id: 'khac' }), 'x')).toMatchObject({ status: 409 })
})

test('nothing is saved under a name that is a path, reserved, or another source’s', patient, async () => {
  const { save, folder } = await open({ config: { sources: [{ id: 'da-khai', type: 'winlogbeat' }] } })
  const before = readdirSync(folder)
  const names: readonly (readonly [string, RegExp])[] = [
    ...['../mot-cua', 'a/b', '..', '', 'A\u0000', 'mot-cua.yaml', 'C:x'].map((id) => [id, /Mã nguồn/] as const),
    ...['auto', 'table', 'con', 'com1'].map((id) => [id, /dành cho/] as const),
    ['winlogbeat', /nguồn có sẵn/],
    ['da-khai', /config\.yaml/],
  ]
  for (const [id, said] of names)
    expect(await save(but(oneStop(), { id })), id).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(said) },
    })
  // The key of the mask lies in the data folder.
  expect(readdirSync(folder).filter((name) => name !== 'data')).toEqual(before)
})

test('a preset is corrected under its own name', patient, async () => {
  const { save, folder } = await open()
  expect((await save(but(oneStop(), { id: 'bkav' }))).status).toBe(200)
  const bkav = instancesOf(loadConfig(folder).sources).filter(({ id }) => id === 'bkav')
  expect(bkav.map(({ source }) => source.title.vi)).toEqual(['Một cửa'])
})

test('what is not fit to be kept is not saved, and it is said why', patient, async () => {
  const { save, file } = await open()
  const unfit: readonly (readonly [MappingWork, RegExp])[] = [
    [but(oneStop(), { times: ['ngày/tháng'] }), /times\.0: Không hiểu/],
    [{ ...oneStop(), zone: 'Asia/Hue' }, /zone: Không có múi giờ/],
    [oneStop('\n\n'), /chưa có dòng nào/],
    [oneStop('Ngày giờ;Cán bộ\n02/03/2026 08:00:00;an.nv'), /chưa có dòng nào/],
    // A degree in a column of its own marks the title beside it, which bears no marking that could be masked.
    ...['"Tối mật"', 'Mật', ' MẬT '].map(
      (degree) =>
        [
          oneStop(`${oneStop().sample}\n02/03/2026 08:00:00;an.nv;Kế hoạch;${degree}`),
          /Dòng 6 của mẫu ghi độ mật/,
        ] as const,
    ),
  ]
  for (const [work, said] of unfit)
    expect(await save(work)).toMatchObject({ status: 400, body: { detail: expect.stringMatching(said) } })
  expect(existsSync(file)).toBe(false)
})

test(
  'what may not leave is masked before it is shown or stored, and what is stored can be saved again',
  patient,
  async () => {
    const { save, preview, list, file } = await open()
    const work = oneStop(
      `${oneStop().sample}\n02/03/2026 08:05:00;an.nv;Xem Công văn MẬT về diễn tập;\n02/03/2026 08:06:00;an.nv;Đổi password=HoaSen2026!;`,
    )
    const shown = await preview(work)
    expect(shown.masked).toBe(2)
    const { body } = await save(work)
    expect(body.masked).toBe(2)
    const kept = readFileSync(file, 'utf8')
    for (const text of [JSON.stringify(shown), kept]) {
      expect(text).not.toMatch(/diễn tập|HoaSen/)
      expect(text).toMatch(/\[MẬT:[0-9a-f]{16}\]/)
    }
    const [own] = (await list()).configured
    expect(await save(own!.work!, own!.etag!)).toMatchObject({ status: 200, body: { masked: 0 } })
    expect(readFileSync(file, 'utf8')).toBe(kept)
  },
)

test('what stands under a heading that names a password is neither shown nor stored', patient, async () => {
  const { save, preview, list, file, folder } = await open()
  const work = oneStop(
    [
      'Ngày giờ;Cán bộ;Mật khẩu;Thao tác;Kết quả',
      '02/03/2026 08:01:10;an.nv;HoaSen2026;Đăng nhập;Thành công',
      '02/03/2026 22:40:05;an.nv;HoaSen2027;Đăng nhập;Sai mật khẩu',
    ].join('\n'),
  )
  const shown = await preview(work)
  expect(shown).toMatchObject({ faults: [], masked: 2, columns: { 2: { name: 'Mật khẩu', example: '[đã che]' } } })
  expect(JSON.stringify(shown)).not.toContain('HoaSen')
  // Nor while nobody has said which column is which.
  const early = await preview(but(work, { columns: { time: ['Thời gian'] }, events: [] }))
  expect(JSON.stringify(early)).not.toContain('HoaSen')
  expect(await save(work)).toMatchObject({ status: 200, body: { masked: 2 } })
  expect(readFileSync(file, 'utf8')).not.toContain('HoaSen')
  const [own] = (await list()).configured
  expect(await save(own!.work!, own!.etag!)).toMatchObject({ status: 200, body: { masked: 0 } })
  // One that reads the column is refused, on the page and in a file.
  const reading = but(work, { columns: { ...work.mapping.columns, object: ['Mật khẩu'] } })
  expect((await preview(reading)).faults).toMatchObject([{ message: expect.stringContaining('«Mật khẩu»') }])
  expect(await save(reading, own!.etag!)).toMatchObject({ status: 400 })
  writeFileSync(file, readFileSync(file, 'utf8').replace('- Thao tác', '- Thao tác\n      - Mật khẩu'))
  expect(() => loadConfig(folder)).toThrow(/mot-cua\.yaml: .*«Mật khẩu».*bản xuất/)
})

test('a secret among the constants of the rules is not shown, and not saved', patient, async () => {
  const { save, preview, file } = await open()
  const [first, ...rest] = oneStop().mapping.events
  const work = but(oneStop(), {
    events: [{ ...first!, when: { what: ['Đăng nhập', 'password=HoaSen2026!'] } }, ...rest],
  })
  const shown = await preview(work)
  expect(shown.masked).toBe(1)
  expect(JSON.stringify(shown)).not.toContain('HoaSen')
  expect(await save(work)).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('Quy tắc có giá trị') },
  })
  expect(existsSync(file)).toBe(false)
})

test('another site cannot have anything tried or saved', patient, async () => {
  const { call, file } = await open()
  const body: MappingToSave = { ...oneStop(), etag: null }
  for (const path of ['/preview', '/save']) {
    expect(await call(path, body, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
    expect(await call(path, body, { origin: 'https://evil.example' })).toMatchObject({ status: 403 })
    expect((await call(path, JSON.stringify(body), { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await call(path, body, { host: 'evil.example' })).status).toBe(421)
  }
  expect(existsSync(file)).toBe(false)
})

test('what is too large or of another form is refused before anything is read', patient, async () => {
  const { call } = await open()
  const sized = (length: number) => ({ ...oneStop('x'.repeat(length)), etag: null })
  expect(await call('/save', sized(100_001))).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('Mẫu dài quá') },
  })
  expect(await call('/preview', sized(600_000))).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('quá lớn') },
  })
  expect((await call('/preview', { ...oneStop(), mapping: [] })).status).toBe(400)
  expect((await call('/preview', '{"mapping":')).status).toBe(400)
  expect((await call('/save', { ...oneStop(), etag: null, folder: '/tmp' })).status).toBe(400)
})

test('where the folder cannot be written it says so, and names another way', patient, async () => {
  const { save, folder, file, logged } = await open()
  writeFileSync(join(folder, 'mappings'), 'a file in the way')
  const answer = await save(oneStop())
  expect(answer).toMatchObject({ status: 503, body: { detail: expect.stringContaining('«mappings» của config.yaml') } })
  expect(existsSync(file)).toBe(false)
  expect(logged).toMatchObject([{ msg: 'mapping cannot be written' }])
})

test('another folder can be configured', patient, async () => {
  const place = temporaryFolder()
  const { save, list } = await open({ config: { mappings: place } })
  expect(await save(oneStop())).toMatchObject({ status: 200, body: { file: join(place, 'mot-cua.yaml') } })
  expect(await list()).toMatchObject({ folder: place, canSave: true })
})

test('the sample province tries and saves nothing', patient, async () => {
  const { save, list, preview, file } = await open({ sample: true })
  expect((await preview(oneStop())).faults).toEqual([])
  expect(await list()).toMatchObject({ canSave: false })
  expect(await save(oneStop())).toMatchObject({ status: 400, body: { detail: expect.stringContaining('Tỉnh mẫu') } })
  expect(existsSync(file)).toBe(false)
})

test('every preset reads the sample it comes with', patient, async () => {
  const { list, preview } = await open()
  const { builtIn } = await list()
  expect(builtIn.map(({ mapping }) => mapping.id)).toEqual([...builtInMappings.keys()])
  for (const work of builtIn) {
    const { faults, lines } = await preview(work)
    expect({ id: work.mapping.id, faults }).toEqual({ id: work.mapping.id, faults: [] })
    expect(
      lines.filter(({ problem }) => problem),
      work.mapping.id,
    ).toEqual([])
    expect(
      lines.some(({ event }) => event && event.action !== 'other'),
      work.mapping.id,
    ).toBe(true)
  }
})

test('a damaged file is shown as such, and one of config.yaml can be begun with', patient, async () => {
  const mapping = { ...oneStop().mapping, id: undefined, title: { vi: 'Cũ', en: 'Old' } }
  const { folder, list } = await open({ config: { sources: [{ id: 'cu', type: 'table', mapping }] } })
  mkdirSync(join(folder, 'mappings'))
  writeFileSync(join(folder, 'mappings/hong.yaml'), 'mapping: [')
  expect((await list()).configured).toMatchObject([
    { id: 'cu', where: 'config.yaml', inForce: true, work: { mapping: { id: 'cu' } } },
    { id: 'hong', inForce: false, trouble: expect.stringContaining('YAML') },
  ])
})
