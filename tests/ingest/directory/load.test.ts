import { describe, expect, test } from 'vitest'
import { load, loaded, messages, sound } from './folder.ts'

describe('a sound folder', () => {
  test('is read with Vietnamese headings, words and dates', async () => {
    const data = await loaded({
      ...sound,
      'people.csv':
        'STT;Mã;Họ và tên;Đơn vị;Chức vụ;Trạng thái;Cán bộ CNTT;Từ ngày;Đến ngày;Ghi chú\n' +
        '1;p-an;Nguyễn Văn An;xa-a;Chuyên viên;Đang làm việc;x;1/7/2025;31/01/2026;\n' +
        '2;p-an;Nguyễn Văn An;xa-a;;nghỉ hưu;;2026-02-01;;theo 12/QĐ\n',
      'roster.csv':
        'cán bộ,loại,từ,đến,văn bản\np-an,trực,02/03/2026 17:00,03/03/2026 7:30,\np-an,nghỉ phép,05/03/2026,06/03/2026,8/GP\n',
    })
    expect(data.people).toEqual([
      {
        id: 'p-an',
        name: 'Nguyễn Văn An',
        unit: 'xa-a',
        position: 'Chuyên viên',
        status: 'working',
        it: true,
        from: '2025-07-01',
        to: '2026-01-31',
        known: 1_000,
      },
      {
        id: 'p-an',
        name: 'Nguyễn Văn An',
        unit: 'xa-a',
        status: 'retired',
        it: false,
        from: '2026-02-01',
        known: 1_000,
      },
    ])
    expect(data.roster).toEqual([
      { person: 'p-an', kind: 'duty', from: '2026-03-02T17:00:00', to: '2026-03-03T07:30:00', known: 1_000 },
      {
        person: 'p-an',
        kind: 'leave',
        from: '2026-03-05T00:00:00',
        to: '2026-03-06T23:59:59',
        document: '8/GP',
        known: 1_000,
      },
    ])
    expect(data.units[0]).toEqual({ id: 'tinh', name: 'Tỉnh mẫu', monitored: '2026-01-01', known: 1_000 })
    expect(data.accounts[0]).toMatchObject({ id: 'an.nv@tinh', admin: false, enabled: true, kind: 'personal' })
    expect(data.version).toMatch(/^[\da-f]{16}$/)
  })

  test('may hold nothing but units', async () => {
    const data = await loaded({ 'units.csv': 'id,name\ntinh,Tỉnh mẫu\n' })
    expect(data).toMatchObject({ people: [], accounts: [], pipelines: [], hours: [] })
    expect(data.calendar.map(({ year }) => year)).toEqual([2025, 2026, 2027])
  })

  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  test.each<[string, string | Uint8Array]>([
    ['UTF-8 with a mark', `\ufeffmã;tên\ntinh;Tỉnh mẫu\n`],
    ['commas and quotes', 'mã,tên\ntinh,"Tỉnh mẫu"\n'],
    ['Windows line ends', 'mã;tên\r\ntinh;Tỉnh mẫu\r\n'],
    ['Excel’s Unicode text', utf16('mã\ttên\r\ntinh\tTỉnh mẫu\r\n')],
    ['UTF-16 without a mark', Buffer.from('mã;tên\ntinh;Tỉnh mẫu\n', 'utf16le')],
    ['UTF-16, most significant byte first', utf16('mã;tên\ntinh;Tỉnh mẫu\n').swap16()],
    ['headings in capitals and empty lines', 'MÃ;TÊN\n\ntinh;Tỉnh mẫu\n;\n'],
    [
      'letters and marks apart',
      'mã;tên\ntinh;Tỉnh mẫu\n'.normalize('NFD').replace('Tỉnh mẫu'.normalize('NFD'), 'Tỉnh mẫu'),
    ],
  ])('may be written as %s', async (_, text) => {
    expect((await loaded({ 'units.csv': text })).units).toMatchObject([{ id: 'tinh', name: 'Tỉnh mẫu' }])
  })

  test('has its own year in place of the product’s', async () => {
    const data = await loaded({
      ...sound,
      'calendar/2026.yaml':
        'year: 2026\nstatus: du_kien\ndays:\n  - { date: 2026-01-01, name: Tết Dương lịch, kind: L }\n  - { date: 2026-01-02, name: Nghỉ, kind: S-, status: chinh_thuc }\n',
      'hours.yaml':
        '- unit: tinh\n  weekdays: [1, 2, 3, 4, 5]\n  intervals: [{ from: "07:00", to: "11:30" }]\n  season: { from: 04-16, to: 10-15 }\n',
    })
    expect(data.calendar.map(({ year }) => year)).toEqual([2025, 2026, 2027])
    // In a year only expected, a day that says nothing of itself is only expected.
    expect(data.calendar[1]?.days.map(({ status }) => status)).toEqual(['du_kien', 'chinh_thuc'])
    expect(data.hours).toMatchObject([{ unit: 'tinh', graceMinutes: 30, season: { from: '04-16', to: '10-15' } }])
  })

  test('gives one version however its rows are ordered, and another for any other content', async () => {
    const turned = sound['units.csv']?.toString().replace(/(tinh;.*)\n(xa-a;.*)\n/, '$2\n$1\n') ?? ''
    expect(turned).not.toBe(sound['units.csv'])
    const version = async (files: typeof sound, now?: number) => (await loaded(files, undefined, now)).version
    expect(await version({ ...sound, 'units.csv': turned }, 2_000)).toBe(await version(sound))
    expect(await version({ ...sound, 'units.csv': turned.replace('Xã A', 'Phường A') })).not.toBe(await version(sound))
  })
})

const people = (rows: string) => ({ ...sound, 'people.csv': `mã;họ tên;đơn vị;trạng thái;từ ngày;đến ngày\n${rows}\n` })
const exception = (row: string) => ({
  ...sound,
  'exceptions.csv': `mã;quy tắc;đơn vị;văn bản;người ký;người duyệt;lý do;từ ngày;đến ngày\n${row}\n`,
})

describe('each mistake is told with its place and what was expected', () => {
  test.each<[string, Parameters<typeof messages>[0], string[]]>([
    [
      'a system that is watched by what nobody declared',
      { ...sound, 'systems.csv': 'mã;tên;đơn vị;nhật ký tường lửa\ncong;Cổng;tinh;c9/fw\n' },
      [
        'systems.csv, dòng 2, cột «nhật ký tường lửa»: không tìm thấy «c9/fw»; cần «bộ thu thập/nguồn» có trong pipelines.csv, hoặc «-» nếu chưa có.',
      ],
    ],
    [
      'a line that is watched by a word',
      { ...sound, 'networks.csv': 'dải mạng;đơn vị;phân vùng;nguồn giám sát\n192.0.2.0/24;tinh;nội bộ;có\n' },
      [
        'networks.csv, dòng 2, cột «nguồn giám sát»: giá trị không hợp lệ «có»; cần «bộ thu thập/nguồn», hoặc «-» nếu chưa có.',
      ],
    ],
    [
      'something done on no day',
      { ...sound, 'records.csv': 'loại việc;đơn vị\nquy chế;tinh\n' },
      ['records.csv, dòng 2, cột «ngày thực hiện»: việc không có ngày; cần ngày thực hiện hoặc hạn thực hiện.'],
    ],
    ['no units', {}, ['units.csv: không có tệp; cần tệp này trong thư mục danh bạ.']],
    ['an empty file', { 'units.csv': '' }, ['units.csv, dòng 1: tệp trống; cần dòng đầu ghi tên các cột.']],
    [
      'another encoding',
      { 'units.csv': Buffer.from([0x6d, 0xe3, 0x3b, 0xea, 0x0a]) },
      ['units.csv: không đọc được; cần tệp mã hóa UTF-8 (trong Excel: lưu với kiểu «CSV UTF-8»).'],
    ],
    [
      'an unknown column',
      { 'units.csv': 'mã;tên;đơn vj\n' },
      [
        'units.csv, dòng 1, cột «đơn vj»: không có cột nào tên như vậy; cần một trong các cột: mã, tên, trực thuộc, loại, tỉnh, giám sát từ, từ ngày, đến ngày.',
      ],
    ],
    [
      'a column twice',
      { 'units.csv': 'mã;tên;id\n' },
      ['units.csv, dòng 1, cột «id»: cột bị lặp; cần mỗi cột một lần.'],
    ],
    [
      'an open quote',
      { 'units.csv': 'mã;tên\n"tinh;Tỉnh\n' },
      ['units.csv, dòng 2: dấu nháy không khép hoặc đặt sai chỗ; cần mỗi dấu nháy kép mở phải có dấu đóng.'],
    ],
    [
      'a cell too many',
      { 'units.csv': 'mã;tên\ntinh;Tỉnh;x\n' },
      ['units.csv, dòng 2: thừa ô ở cuối dòng «x»; cần 2 ô như dòng tên cột.'],
    ],
    [
      'a mistake below a cell of several lines',
      { 'units.csv': 'mã;tên;giám sát từ\ntinh;"Tỉnh\nmẫu";mai\nxa;;\n' },
      [
        'units.csv, dòng 2, cột «giám sát từ»: giá trị không hợp lệ «mai»; cần ngày có thật, dạng dd/mm/yyyy hoặc yyyy-mm-dd.',
        'units.csv, dòng 4, cột «tên»: còn thiếu; cần một giá trị, cột này bắt buộc.',
      ],
    ],
    [
      'something missing',
      people('p-an;;xa-a;đang làm việc;;'),
      ['people.csv, dòng 2, cột «họ tên»: còn thiếu; cần một giá trị, cột này bắt buộc.'],
    ],
    [
      'a column missing',
      { 'units.csv': 'mã\ntinh\n' },
      ['units.csv, dòng 2, cột «tên»: còn thiếu; cần một giá trị, cột này bắt buộc.'],
    ],
    [
      'an unknown word',
      people('p-an;An;xa-a;đi vắng;;'),
      [
        'people.csv, dòng 2, cột «trạng thái»: giá trị không hợp lệ «đi vắng»; cần một trong: đang làm việc, tập sự, biệt phái, nghỉ thai sản, đi học, tạm đình chỉ, chuyển công tác, nghỉ hưu, thôi việc, buộc thôi việc, đã mất.',
      ],
    ],
    [
      'a day that does not exist',
      people('p-an;An;xa-a;đang làm việc;30/02/2026;'),
      [
        'people.csv, dòng 2, cột «từ ngày»: giá trị không hợp lệ «30/02/2026»; cần ngày có thật, dạng dd/mm/yyyy hoặc yyyy-mm-dd.',
      ],
    ],
    [
      'a moment that does not exist',
      { ...sound, 'roster.csv': 'cán bộ;loại;từ;đến\np-an;trực;02/03/2026 25:00;03/03/2026\n' },
      [
        'roster.csv, dòng 2, cột «từ»: giá trị không hợp lệ «02/03/2026 25:00»; cần ngày giờ, dạng dd/mm/yyyy HH:MM hoặc yyyy-mm-dd HH:MM.',
      ],
    ],
    [
      'neither yes nor no',
      { ...sound, 'accounts.csv': 'tài khoản;quản trị\na@tinh;chắc là có\n' },
      ['accounts.csv, dòng 2, cột «quản trị»: giá trị không hợp lệ «chắc là có»; cần «có» hoặc «không».'],
    ],
    [
      'an account without its realm',
      { ...sound, 'accounts.csv': 'tài khoản\nan.nv\n' },
      ['accounts.csv, dòng 2, cột «tài khoản»: giá trị không hợp lệ «an.nv»; cần dạng tên@miền, không có dấu cách.'],
    ],
    [
      'a rhythm that is none',
      { ...sound, 'pipelines.csv': 'bộ thu thập;nguồn;đơn vị;nhịp\nc1;windows;tinh;15 phút\n' },
      ['pipelines.csv, dòng 2, cột «nhịp»: giá trị không hợp lệ «15 phút»; cần số kèm s, m, h hoặc d, ví dụ 15m.'],
    ],
    [
      'an end before the beginning',
      people('p-an;An;xa-a;đang làm việc;02/03/2026;01/03/2026'),
      [
        'people.csv, dòng 2, cột «đến ngày»: kết thúc trước khi bắt đầu «2026-03-01»; cần một lúc không sớm hơn «từ ngày».',
      ],
    ],
    [
      'an unknown unit',
      people('p-an;An;xa-z;đang làm việc;;'),
      ['people.csv, dòng 2, cột «đơn vị»: không tìm thấy «xa-z»; cần một mã có trong units.csv.'],
    ],
    [
      'an unknown person',
      { ...sound, 'accounts.csv': 'tài khoản;cán bộ\na@tinh;p-z\n' },
      ['accounts.csv, dòng 2, cột «cán bộ»: không tìm thấy «p-z»; cần một mã có trong people.csv.'],
    ],
    [
      'a unit that ended',
      { ...sound, 'units.csv': 'mã;tên;đến ngày\ntinh;T;\nxa-a;Xã A;30/06/2025\n' },
      [
        'people.csv, dòng 2, cột «đơn vị»: đơn vị chỉ có hiệu lực đến 30/06/2025, dòng này còn sau đó «xa-a»; cần «đến ngày» không muộn hơn, và một dòng mới cho đơn vị kế tiếp.',
      ],
    ],
    [
      'one account twice at a time',
      { ...sound, 'accounts.csv': 'tài khoản;đến ngày;từ ngày\na@tinh;01/03/2026;\nA@tinh;;01/03/2026\n' },
      [
        'accounts.csv, dòng 3, cột «tài khoản»: trùng thời gian với dòng 2 «a@tinh»; cần mỗi lúc một dòng: đóng dòng cũ bằng «đến ngày».',
      ],
    ],
    [
      'two machines of one name',
      { ...sound, 'machines.csv': 'máy;đơn vị\nVANTHU;tinh\nvanthu;xa-a\nKETOAN;xa-a\nketoan;xa-a\n' },
      [
        'machines.csv, dòng 3, cột «máy»: trùng thời gian với dòng 2 của đơn vị khác (tinh) «vanthu»; cần mỗi tên máy một dòng: nếu là hai máy thì đổi tên một máy, nếu máy đã chuyển đơn vị thì đóng dòng cũ bằng «đến ngày».',
        'machines.csv, dòng 5, cột «máy»: trùng thời gian với dòng 4 «ketoan»; cần mỗi lúc một dòng: đóng dòng cũ bằng «đến ngày».',
      ],
    ],
    [
      'a machine named as the product names another of that name',
      { ...sound, 'machines.csv': 'máy;đơn vị\nvanthu~xa-a;xa-a\n' },
      ['machines.csv, dòng 2, cột «máy»: tên máy có dấu «~» «vanthu~xa-a»; cần tên máy như máy tự ghi trong nhật ký.'],
    ],
    [
      'a departure beside an open post',
      people('p-an;An;xa-a;đang làm việc;;\np-an;An;xa-a;nghỉ hưu;01/02/2026;'),
      [
        'people.csv, dòng 2, cột «đến ngày»: còn đang làm việc trong khi dòng 3 ghi đã nghỉ hoặc chuyển; cần ngày làm việc cuối cùng, trước «từ ngày» của dòng 3.',
      ],
    ],
    [
      'a departure without a day',
      people('p-an;An;xa-a;nghỉ hưu;;'),
      [
        'people.csv, dòng 2, cột «từ ngày»: người đã nghỉ hoặc chuyển mà không ghi từ bao giờ; cần ngày quyết định có hiệu lực.',
      ],
    ],
    [
      'a unit below itself',
      { 'units.csv': 'mã;tên;trực thuộc\na;A;b\nb;B;a\n' },
      [
        'units.csv, dòng 2, cột «trực thuộc»: đơn vị nằm dưới chính nó «b»; cần một đơn vị cấp trên khác.',
        'units.csv, dòng 3, cột «trực thuộc»: đơn vị nằm dưới chính nó «a»; cần một đơn vị cấp trên khác.',
      ],
    ],
    [
      'a network that is none',
      { ...sound, 'networks.csv': 'dải mạng;phân vùng\n192.0.2.0/40;khác\n' },
      [
        'networks.csv, dòng 2, cột «dải mạng»: không phải dải mạng «192.0.2.0/40»; cần dạng 192.0.2.0/24 hoặc 2001:db8::/32.',
      ],
    ],
    [
      'an exception without a second approver',
      exception('nl-1;ACC-03;tinh;1/QĐ;Ông A;;thử;01/03/2026;10/03/2026'),
      ['exceptions.csv, dòng 2, cột «người duyệt»: còn thiếu; cần một giá trị, cột này bắt buộc.'],
    ],
    [
      'an exception approved by its signer',
      exception('nl-1;ACC-03;tinh;1/QĐ;Ông A;ông a;thử;01/03/2026;10/03/2026'),
      [
        'exceptions.csv, dòng 2, cột «người duyệt»: người duyệt trùng người ký «ông a»; cần một người duyệt thứ hai, khác người ký.',
      ],
    ],
    [
      'an exception for everything',
      exception('nl-1;ACC-03;;1/QĐ;A;B;thử;01/03/2026;10/03/2026'),
      [
        'exceptions.csv, dòng 2, cột «đơn vị»: ngoại lệ không có phạm vi; cần ít nhất một trong: đơn vị, cán bộ, tài khoản, máy, thiết bị.',
      ],
    ],
    [
      'an exception to no rule',
      exception('nl-1;mọi thứ;tinh;1/QĐ;A;B;thử;01/03/2026;10/03/2026'),
      ['exceptions.csv, dòng 2, cột «quy tắc»: không phải mã quy tắc «mọi thứ»; cần dạng ACC-03 hoặc ACC-03a.'],
    ],
    [
      'a change for everything',
      { ...sound, 'changes.csv': 'mã;văn bản;từ;đến\ntd;1/KH;01/03/2026;02/03/2026\n' },
      [
        'changes.csv, dòng 2, cột «đơn vị»: thay đổi không có phạm vi; cần ít nhất một trong: đơn vị, người thực hiện, máy.',
      ],
    ],
    [
      'hours of an unknown unit',
      { ...sound, 'hours.yaml': '- { unit: xa-z, weekdays: [1], intervals: [{ from: "07:00", to: "11:00" }] }\n' },
      ['hours.yaml, cột «unit»: không tìm thấy «xa-z»; cần một mã có trong units.csv.'],
    ],
    [
      'hours over midnight',
      { ...sound, 'hours.yaml': '- { unit: tinh, weekdays: [1], intervals: [{ from: "22:00", to: "06:00" }] }\n' },
      [
        'hours.yaml, cột «tinh.intervals»: khoảng giờ không tiến về sau «22:00–06:00»; cần «from» trước «to»; ca qua đêm viết thành hai khoảng, 22:00–23:59 và 00:00–06:00.',
      ],
    ],
    [
      'a day outside its year',
      {
        ...sound,
        'calendar/2028.yaml': 'year: 2028\nstatus: chinh_thuc\ndays:\n  - { date: 2027-01-01, name: Tết, kind: L }\n',
      },
      ['calendar/2028.yaml, cột «date»: ngày ngoài năm của tệp «2027-01-01»; cần một ngày của năm 2028.'],
    ],
    [
      'a weekday worked instead',
      {
        ...sound,
        'calendar/2028.yaml': 'year: 2028\nstatus: chinh_thuc\ndays:\n  - { date: 2028-01-03, name: bù, kind: S+ }\n',
      },
      [
        'calendar/2028.yaml, cột «date»: ngày làm bù không phải ngày nghỉ hằng tuần «2028-01-03»; cần một ngày thứ Bảy.',
      ],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await messages(files)).toEqual(expected)
  })

  test('in YAML with the line it stands on', async () => {
    const result = await load({
      ...sound,
      'calendar/2028.yaml': 'year: 2028\nstatus: chinh_thuc\ndays:\n  - { date: 2028-01-01, name: Tết, kind: X }\n',
      'hours.yaml': '- unit: tinh\n  weekdays: [8]\n  sesaon: {}\n',
    })
    expect(result.ok ? [] : result.error.map(({ file, line, column }) => [file, line, column])).toEqual([
      ['calendar/2028.yaml', 4, 'days.0.kind'],
      ['hours.yaml', 2, '0.weekdays.0'],
      ['hours.yaml', 1, '0.intervals'],
      ['hours.yaml', 1, '0'],
    ])
    expect(await messages({ ...sound, 'hours.yaml': 'a: [\n' })).toEqual([expect.stringContaining('hours.yaml, dòng')])
  })

  test('all mistakes are told at once', async () => {
    expect(await messages(people('p-an;;xa-a;đi vắng;;\n;B;xa-a;đang làm việc;x;'))).toHaveLength(2)
    expect(await messages(people('p-an;A;xa-y;đang làm việc;;\np-b;B;xa-z;đang làm việc;;'))).toHaveLength(2)
  })
})
