import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markingOf } from '../../ingest/mask/markings.ts'
import { hideAll, hideSecrets } from '../../ingest/mask/secrets.ts'
import { masker } from '../../ingest/mask.ts'
import { describeFixtures, fixture, linesOf, readTarGz } from './fixtures.ts'

const mask = masker(new Uint8Array(32).fill(7))
const encodedCommand = (text: string): string => Buffer.from(text, 'utf16le').toString('base64')
const sealed = (degree: string) => new RegExp(`\\[(?:dấu-)?${degree}:[0-9a-f]{16}\\]`)

describe('passwords, keys and tokens', () => {
  test.each([
    ['login password=Abc@123;x from 192.0.2.7', 'login password=[đã che];x from 192.0.2.7'],
    ['pwd: "a b c" ok', 'pwd: [đã che] ok'],
    ['Mật khẩu: Abc@123', 'Mật khẩu: [đã che]'],
    ['mat_khau=abc&user=an', 'mat_khau=[đã che]&user=an'],
    ['net user an.nv P@ss;w0rd /add', 'net user an.nv [đã che] /add'],
    ['net use Z: \\\\srv-01\\c$ S3cret! /user:an', 'net use Z: \\\\srv-01\\c$ [đã che] /user:an'],
    ['C:\\Windows\\System32\\net1.exe user an x1 /add', 'C:\\Windows\\System32\\net1.exe user an [đã che] /add'],
    ['sshpass -p Abc123 ssh an@192.0.2.7', 'sshpass -p [đã che] ssh an@192.0.2.7'],
    ['mysql -u root -pAbc123 db', 'mysql -u root -p[đã che] db'],
    ['tool.exe --password Abc /x', 'tool.exe --password [đã che] /x'],
    ['ftp://an:Abc123@192.0.2.7/x', 'ftp://an:[đã che]@192.0.2.7/x'],
    ['Authorization: Basic YW46YWJj', 'Authorization: [đã che]'],
    ['curl -u an:Abc123 https://host.example', 'curl -u an:[đã che] https://host.example'],
    ['GET /x?token=abcdef&y=1 HTTP/1.1', 'GET /x?token=[đã che]&y=1 HTTP/1.1'],
    ['ConvertTo-SecureString "Abc 123" -AsPlainText', 'ConvertTo-SecureString [đã che] -AsPlainText'],
    ['GET /x?u=an&pwd=Hunter22 HTTP/1.1', 'GET /x?u=an&pwd=[đã che] HTTP/1.1'],
    ['GET /x?u=an&Pwd=/Hunter22 HTTP/1.1', 'GET /x?u=an&Pwd=[đã che] HTTP/1.1'],
    ['Server=x;Uid=sa;Pwd=Hunter22', 'Server=x;Uid=sa;Pwd=[đã che]'],
    ['connect(PWD=Hunter22', 'connect(PWD=[đã che]'],
    ['{"q":"a=1&pwd=Hunter22"}', '{"q":"a=1&pwd=[đã che]"}'],
    ['{"q":"Uid=sa;\\u0050wd=\\"Hunter 22\\";x"}', '{"q":"Uid=sa;Pwd=[đã che];x"}'],
    ['ConvertTo-SecureString -AsPlainText "x y" -Force', 'ConvertTo-SecureString -AsPlainText [đã che] -Force'],
    [
      "ConvertTo-SecureString -AsPlainText -Force -String 'x'",
      'ConvertTo-SecureString -AsPlainText -Force -String [đã che]',
    ],
    ['ConvertTo-SecureString -String:"x" -Key $k', 'ConvertTo-SecureString -String:[đã che] -Key $k'],
    ['ConvertTo-SecureString -Key $k "x"', 'ConvertTo-SecureString -Key [đã che] [đã che]'],
    [
      "$p = 'x y' | ConvertTo-SecureString -AsPlainText -Force",
      '$p = [đã che] | ConvertTo-SecureString -AsPlainText -Force',
    ],
    ['{"c":"\\"x\\"|ConvertTo-SecureString -AsPlainText"}', '{"c":"[đã che]|ConvertTo-SecureString -AsPlainText"}'],
    ['(ConvertTo-SecureString ("x") -Force)', '(ConvertTo-SecureString ([đã che]) -Force)'],
    [
      '{"c":"ConvertTo-SecureString -AsPlainText \\"x y\\" -Force"}',
      '{"c":"ConvertTo-SecureString -AsPlainText [đã che] -Force"}',
    ],
    ['dsadd user "CN=An" -pwd Hunter22 -disabled no', 'dsadd user "CN=An" -pwd [đã che] -disabled no'],
    ['{"c":"dsmod user \\"CN=An\\" -pwd \\"a b\\" -x"}', '{"c":"dsmod user \\"CN=An\\" -pwd [đã che] -x"}'],
    ['sqlcmd -S srv-01 -U sa -P Hunter22 -Q x', 'sqlcmd -S srv-01 -U sa -P [đã che] -Q x'],
    ['{"c":"sqlcmd.exe -U sa -P \\"a b\\" -Q x"}', '{"c":"sqlcmd.exe -U sa -P [đã che] -Q x"}'],
    ['sudo: an : COMMAND=/usr/sbin/useradd -m -p Hunter22 b', 'sudo: an : COMMAND=/usr/sbin/useradd -m -p [đã che] b'],
    ['{"c":"useradd -p \\u0027a b\\u0027 b"}', '{"c":"useradd -p [đã che] b"}'],
    ['echo Hunter22 | sudo -S ls', 'echo [đã che] | sudo -S ls'],
    ["bash -c printf '%s' x | sudo -u root -kS ls", 'bash -c printf [đã che] | sudo -u root -kS ls'],
    ['echo -n an:x|/usr/sbin/chpasswd', 'echo -n [đã che]|/usr/sbin/chpasswd'],
    ['{"c":"echo \\"a b\\" | sudo -p \\"\\" -S ls"}', '{"c":"echo [đã che] | sudo -p \\"\\" -S ls"}'],
    ['{"c":"echo \\"a b\\" | sudo -S', '{"c":"echo [đã che] | sudo -S"'],
    ['plink -pw Hunter22 an@192.0.2.7', 'plink -pw [đã che] an@192.0.2.7'],
    ['psexec -password Hunter22 x', 'psexec -password [đã che] x'],
    ['net use x: /user:an Hunter22', 'net use x: /user:an [đã che]'],
    ['net use x: \\\\srv-01\\c$ /user:TINH\\an Hunter22', 'net use x: \\\\srv-01\\c$ /user:TINH\\an [đã che]'],
    ['net use /persistent:no * \\\\srv\\a Hunter22 /u:an', 'net use /persistent:no * \\\\srv\\a [đã che] /u:an'],
    ['net use "\\\\srv\\a b" /user:"Ng An" "Hunter 22" && dir', 'net use "\\\\srv\\a b" /user:"Ng An" [đã che] && dir'],
    [
      '{"c":"net.exe use x: \\\\\\\\srv\\\\a /user:an Hunter22"}',
      '{"c":"net.exe use x: \\\\\\\\srv\\\\a /user:an [đã che]"}',
    ],
    ['net user /add an Hunter22 /domain', 'net user /add an [đã che] /domain'],
    ['net user an /active:yes Hunter22', 'net user an /active:yes [đã che]'],
    ['rasdial "VPN tinh" an Hunter22', 'rasdial "VPN tinh" an [đã che]'],
    ['tasklist /s pc-01 /u an /p Hunter22', 'tasklist /s pc-01 /u an /p [đã che]'],
    ['schtasks /create /tn a /ru TINH\\an /rp Hunter22', 'schtasks /create /tn a /ru TINH\\an /rp [đã che]'],
    ['cmdkey /add:srv-01 /user:an /pass:Hunter22', 'cmdkey /add:srv-01 /user:an /pass:[đã che]'],
    ['winrs -r:pc-01 -u:an -p:Hunter22 dir', 'winrs -r:pc-01 -u:an -p[đã che] dir'],
    ['wget --http-user=an --http-password Hunter22 x', 'wget --http-user=an --http-password [đã che] x'],
    ['tool --api-key Hunter22 --token Hunter23', 'tool --api-key [đã che] --token [đã che]'],
    ['curl -uan:Hunter22 h', 'curl -uan:[đã che] h'],
    ['curl --proxy-user an:Hunter22 h', 'curl --proxy-user an:[đã che] h'],
    ['smbclient //srv/c -U TINH/an%Hunter22', 'smbclient //srv/c -U TINH/an%[đã che]'],
    ['ldapsearch -D cn=an -w Hunter22 -b dc=x', 'ldapsearch -D cn=an -w [đã che] -b dc=x'],
    ['redis-cli -h 192.0.2.7 -a Hunter22 ping', 'redis-cli -h 192.0.2.7 -a [đã che] ping'],
    ['mongodump -u an -p Hunter22', 'mongodump -u an -p [đã che]'],
    ['mariadb -u root -pHunter22 db', 'mariadb -u root -p[đã che] db'],
    ['sqlplus an/Hunter22@db', 'sqlplus an/[đã che]@db'],
    ['7z a -pHunter22 x.7z a', '7z a -p[đã che] x.7z a'],
    ['rar a -hpHunter22 x.rar', 'rar a -hp[đã che] x.rar'],
    ['zip -r -P Hunter22 x.zip a', 'zip -r -P [đã che] x.zip a'],
    ['docker login -u an -p Hunter22 h', 'docker login -u an -p [đã che] h'],
    ['nmcli dev wifi connect A password Hunter22', 'nmcli dev wifi connect A password [đã che]'],
    ['openssl rsa -passin pass:Hunter22 -in a', 'openssl rsa -passin pass:[đã che] -in a'],
    ['echo Hunter22 | runas /user:an cmd', 'echo [đã che] | runas /user:an cmd'],
    ["[Net.NetworkCredential]::new('an', 'Hunter 22')", "[Net.NetworkCredential]::new('an', [đã che])"],
    [
      'New-Object System.Net.NetworkCredential("an","Hunter22")',
      'New-Object System.Net.NetworkCredential("an",[đã che])',
    ],
    ["$u.SetPassword('Hunter22')", '$u.SetPassword([đã che])'],
    [
      'Set-ADAccountPassword an -NewPassword (ConvertTo-SecureString "Hunter22" -AsPlainText)',
      'Set-ADAccountPassword an -NewPassword (ConvertTo-SecureString [đã che] -AsPlainText)',
    ],
    ['redis://:Hunter22@192.0.2.7/0', 'redis://:[đã che]@192.0.2.7/0'],
    ['https://an:Hun@ter22@host.example/', 'https://an:[đã che]@host.example/'],
    ['jdbc:oracle:thin:an/Hunter22@//h', 'jdbc:oracle:thin:an/[đã che]@//h'],
    ['AccountName=a;AccountKey=Hunter22==;x', 'AccountName=a;AccountKey=[đã che];x'],
    ['aws_secret_access_key = Hunter22', 'aws_secret_access_key = [đã che]'],
    ['<wsse:Password Type="Text">Hunter22</wsse:Password>', '<wsse:Password Type="Text">[đã che]</wsse:Password>'],
    ['GET /x?next=%2Fin%3Fpassword%3DHunter22&y=1', 'GET /x?next=[đã che]&y=1'],
    ['POST m%E1%BA%ADt_kh%E1%BA%A9u=Hunter22&y=1', 'POST m%E1%BA%ADt_kh%E1%BA%A9u=[đã che]&y=1'],
    [`powershell -nop -enc ${encodedCommand('net user an Hunter22 /add')}`, 'powershell -nop -enc [đã che]'],
    [
      `{"x":"in C:","c":"powershell.exe -ep bypass -enc ${encodedCommand('net user an Hunter22 /add')}"}`,
      '{"x":"in C:","c":"powershell.exe -ep bypass -enc [đã che]"}',
    ],
    ['{"x":"a","c":"bcp t in f -U sa -P Hunter22"}', '{"x":"a","c":"bcp t in f -U sa -P [đã che]"}'],
    ['{"user":"an","password":"Abc"}', '{"user":"an","password":"[đã che]"}'],
    ['{"matKhau":12345,"a":1}', '{"matKhau":"[đã che]","a":1}'],
    ['{"p\\u0061ssword":"Abc"}', '{"p\\u0061ssword":"[đã che]"}'],
    ['{"secret":{"a":["x",{"b":2}]},"c":"d"}', '{"secret":{"a":["[đã che]",{"b":"[đã che]"}]},"c":"d"}'],
    ['{"cmd":"net user an \\"A b\\" /add"}', '{"cmd":"net user an [đã che] /add"}'],
    ['<6>host app: {"token":"abc","n":1}', '<6>host app: {"token":"[đã che]","n":1}'],
    ['{"a":"1","password":"Ab', '{"a":"1","password":"[đã che]"'],
  ])('%s', (line, expected) => {
    expect(mask(line)).toMatchObject({ line: expected })
    expect(mask(line).masked).toBeGreaterThan(0)
    expect(mask(expected).line).toBe(expected)
  })

  test.each([
    'sshd[1]: Failed password for invalid user test from 192.0.2.7 port 1 ssh2',
    'passwd: pam_unix(passwd:chauthtok): password changed for an.nv',
    'sudo: an.nv : TTY=pts/1 ; PWD=/home/an.nv ; USER=root ; COMMAND=/bin/ls',
    '{"m":"sudo: an.nv : TTY=pts/1 ; PWD=/home/an.nv ; USER=root ; COMMAND=/bin/ls","e":"PWD=/root"}',
    'echo deb | sudo tee -S /etc/x',
    'echo y | sudo -s ls',
    'svchost.exe -k netsvcs -p -s Schedule',
    'net use',
    'net use x: /delete',
    'net use * \\\\srv\\a * /user:an',
    'net use \\\\srv\\a && dir \\\\srv\\a',
    'the net use of power fell by half /user',
    'rasdial VPN /disconnect',
    'sqlplus / as sysdba',
    'ansible --ask-pass all -m ping',
    'docker run -p 8080:80 web',
    '7z x a.7z -oD:\\a',
    'zip -r x.zip a',
    'GET /x?q=b%C3%A1o%20c%C3%A1o&n=1',
    `powershell -enc ${encodedCommand('Get-ChildItem C:\\Users')}`,
    'đổi mật khẩu thành công; chính sách bảo mật; bí mật kinh doanh',
    '{"ElevatedToken":"%%1842","PasswordLastSet":"%%1794","TokenElevationType":"%%1936"}',
    '{"message":"Elevated Token:\\t\\tYes"}',
    '{"password":"","token":null}',
    'net user',
    'net user an /delete',
    'https://host.example/a@b',
  ])('leaves «%s» as it is', (line) => {
    expect(mask(line)).toEqual({ line, masked: 0 })
  })
})

describe('titles and paths of state secrets', () => {
  test.each([
    ['[MẬT] Kế hoạch', 'MẬT'],
    ['Báo cáo (TỐI MẬT) quý I', 'TỐI MẬT'],
    ['MẬT_bao cao.docx', 'MẬT'],
    ['bao cao -TUYỆT MẬT-.docx', 'TUYỆT MẬT'],
    ['Công văn MẬT số 12', 'MẬT'],
    ['TỐI_MẬT', 'TỐI MẬT'],
    ['Tối mật - kế hoạch.docx', 'TỐI MẬT'],
    ['văn bản tuyệt mật', 'TUYỆT MẬT'],
    ['TOI MAT - ke hoach.docx', 'TỐI MẬT'],
    ['TUYET_MAT_2026.pdf', 'TUYỆT MẬT'],
    ['toi mat may', undefined],
    ['buổi tối mật khẩu bị đổi', undefined],
    ['FORMAT TOI', undefined],
    ['(MẬT) và (TUYỆT MẬT)', 'TUYỆT MẬT'],
    ['mật khẩu', undefined],
    ['Bảo mật thông tin, bí mật nhà nước', undefined],
    ['QUY CHẾ BẢO MẬT', undefined],
    ['ĐỔI MẬT KHẨU', undefined],
    ['BÍ MẬT', undefined],
    ['ĐỘ MẬT', undefined],
    ['MẬT ĐỘ DÂN SỐ', undefined],
    ['mật', undefined],
    ['MẤT máy', undefined],
    ['MẬTX', undefined],
    ['MẬT_Báo cáo quý.docx', 'MẬT'],
    ['MẬT_Nghị quyết 12.docx', 'MẬT'],
    ['MẬT BÁO cáo tuần', 'MẬT'],
    ['MẬT - Danh sách', 'MẬT'],
    ['MẬT - Mã số', 'MẬT'],
    ['MẬT_Mã nguồn.zip', 'MẬT'],
    ['MẬT VỤ VIỆC A', 'MẬT'],
    ['MẬT MÃ', undefined],
    ['MẬT_KHẨU', undefined],
    ['MẬT-MÃ', undefined],
    ['[MẬT:0123456789abcdef]', undefined],
  ])('«%s» is %s', (text, degree) => {
    expect(markingOf(text)?.degree).toBe(degree)
  })

  test.each([
    ['{"t":"[MẬT] Kế hoạch A","u":"an"}', /^\{"t":"\[dấu-MẬT:[0-9a-f]{16}\]","u":"an"\}$/],
    ['{"t":"(T\\u1ed0I M\\u1eacT) A"}', /^\{"t":"\[dấu-TỐI MẬT:[0-9a-f]{16}\]"\}$/],
    [JSON.stringify({ p: 'E:\\hồ sơ\\MẬT_a.docx' }), /^\{"p":"E:\\\\\[dấu-MẬT:[0-9a-f]{16}\]"\}$/],
    [JSON.stringify({ p: '\\Device\\HarddiskVolume7\\x\\MẬT a.docx' }), /HarddiskVolume7\\\\\[MẬT:[0-9a-f]{16}\]"\}$/],
    [
      '{"trich_yeu":"Ke hoach A","do_mat":"Tuyệt mật"}',
      /"trich_yeu":"\[TUYỆT MẬT:[0-9a-f]{16}\]","do_mat":"Tuyệt mật"/,
    ],
    ['2026-03-02,an.nv,"Kế hoạch, A (MẬT)",192.0.2.7', /^2026-03-02,an\.nv,"\[dấu-MẬT:[0-9a-f]{16}\]",192\.0\.2\.7$/],
    ['2026-03-02,an.nv,Xem,MẬT_a b,192.0.2.7', /^2026-03-02,an\.nv,Xem,\[MẬT:[0-9a-f]{16}\],192\.0\.2\.7$/],
    ['user=an file=E:\\x\\MẬT_a b.docx act=open', /^user=an file=E:\\\[dấu-MẬT:[0-9a-f]{16}\] act=open$/],
    [
      'GET /van-ban?ten=%5BM%E1%BA%ACT%5D+K%E1%BA%BF+ho%E1%BA%A1ch&n=1',
      /^GET \/van-ban\?ten=\[dấu-MẬT:[0-9a-f]{16}\]&n=1$/,
    ],
    ['GET /a/MA%CC%A3%CC%82T_ke%20hoach.docx HTTP/1.1', /^GET \/a\/\[dấu-MẬT:[0-9a-f]{16}\] HTTP\/1\.1$/],
    ['{"u":"/a/T%E1%BB%90I%20M%E1%BA%ACT%20a.docx"}', /^\{"u":"\/a\/\[TỐI MẬT:[0-9a-f]{16}\]"\}$/],
    [`pwsh -e ${encodedCommand('cat "TUYỆT MẬT a.docx"')}`, /^pwsh -e \[đã che\]$/],
    ['user=an file=E:\\x\\TOI MAT - a b.docx act=open', /^user=an file=E:\\\[TỐI MẬT:[0-9a-f]{16}\] act=open$/],
    ['{"t":"Kế hoạch (tuyệt mật)"}', /^\{"t":"\[TUYỆT MẬT:[0-9a-f]{16}\]"\}$/],
    ['Mar  2 08:00:00 srv-01 app: Kế hoạch MẬT', /^Mar {2}2 08:00:00 srv-01 app: \[MẬT:[0-9a-f]{16}\]$/],
  ])('%s', (line, expected) => {
    expect(mask(line).line).toMatch(expected)
    expect(mask(line.normalize('NFD')).line.normalize('NFC')).toMatch(expected)
  })

  test('one message of many lines loses only the line that bears the marking', () => {
    const line = JSON.stringify({ message: 'Object Name:\tE:\\MẬT.docx\r\nProcess Name:\tC:\\a.exe' })
    const message = String(JSON.parse(mask(line).line).message)
    expect(message).toMatch(sealed('MẬT'))
    expect(message).toMatch(/\r\nProcess Name:\tC:\\a\.exe$/)
  })

  test('the same title has the same seal in both Unicode forms, another under another key', () => {
    const title = '[MẬT] Kế hoạch'
    const seal = (key: number, form: string) =>
      masker(new Uint8Array(32).fill(key))(JSON.stringify({ t: title.normalize(form) })).line
    expect(seal(1, 'NFD')).toBe(seal(1, 'NFC'))
    expect(seal(2, 'NFC')).not.toBe(seal(1, 'NFC'))
  })
})

const SECRETS = [
  'MẬT',
  '[MẬT]',
  'TỐI MẬT',
  'TUYỆT MẬT',
  'BẢO MẬT',
  'mật khẩu: x',
  'password=abc',
  'pwd: "q r"',
  'net user a b /add',
  '://u:p@h ',
  'Authorization: Bearer abcdefghijklmnopqrst',
  '[đã che]',
  '[MẬT:0123456789abcdef]',
  '"',
  '\\',
  ',',
  '|',
  '=',
  ': ',
  '\t',
  '{',
  '}',
  '[',
  'token=',
  '-p ',
  'sshpass ',
]
const piece = fc.oneof(fc.constantFrom(...SECRETS), fc.string({ maxLength: 6 }), fc.constantFrom(' ', 'a', '\n'))
const words = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''))
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    words,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.dictionary(
    fc.oneof(fc.constantFrom('password', 'title', 'do_mat', 'a', 'user.token'), words),
    tie('value') as fc.Arbitrary<unknown>,
    { maxKeys: 4 },
  ),
})).object
const escaped = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

describe('the mask', () => {
  test('is idempotent', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          words,
          json.map((value) => JSON.stringify(value)),
          json.map((value) => `h: ${JSON.stringify(value)} x`),
        ),
        (line) => {
          const once = mask(line)
          expect(mask(once.line)).toEqual({ line: once.line, masked: 0 })
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test('keeps JSON valid, with the same keys, escaped or not', () => {
    const keys = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(keys)
        : typeof value === 'object' && value !== null
          ? Object.entries(value).map(([key, inner]) => [key, keys(inner)])
          : 0
    fc.assert(
      fc.property(json, fc.boolean(), (value, inAscii) => {
        const line = inAscii ? escaped(JSON.stringify(value)) : JSON.stringify(value)
        expect(keys(JSON.parse(mask(line).line))).toEqual(keys(JSON.parse(line)))
      }),
      { numRuns: 600 },
    )
  })

  test('leaves no marked title and no password behind', () => {
    const title = fc.constantFrom('ke-hoach-x7', 'phương án y8')
    fc.assert(
      fc.property(title, fc.constantFrom('[MẬT] {}', '{} (TỐI MẬT)', 'TUYỆT MẬT - {}'), words, (name, form, rest) => {
        const line = JSON.stringify({ a: rest, title: form.replace('{}', name), password: name })
        expect(mask(line).line).not.toContain(JSON.stringify(name).slice(1, -1))
      }),
    )
  })

  test('returns a line with nothing to hide byte for byte', () => {
    const harmless = fc
      .array(fc.constantFrom('an.nv', ' ', 'bảo mật', 'e\u0301', '=', '"', '{', '}', ',', '4624', '\u001f', '😀'), {
        maxLength: 20,
      })
      .map((parts) => parts.join(''))
    fc.assert(fc.property(harmless, (line) => void expect(mask(line)).toEqual({ line, masked: 0 })))
  })
})

/** Words, separators and options of the patterns, loosely put together, so that many lines nearly hold a secret. */
const near = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'password passwd passphrase passcode pass pwd secret api_key apikey private-key token Elevated_token access otp'.split(
          ' ',
        ),
        ...'mật_khẩu mat khau mã PWD net net1.exe user use sshpass psexec64 plink mysqldump curl schtasks runas sqlcmd useradd'.split(
          ' ',
        ),
        ...'rasdial sqlplus 7z 7z.exe rar unrar zip nmcli redis-cli ldapsearch smbclient smbget rpcclient mariadb mongo pskill tasklist winrs docker'.split(
          ' ',
        ),
        ...'NetworkCredential SetPassword ::new AccountKey key-material access_key jdbc:oracle:thin: kinit runas powershell -enc'.split(
          ' ',
        ),
        ...'ConvertTo-SecureString -String authorization proxy-authorization bearer Basic do_mat secrecy độ_mật MẬT TOI TUYET MAT tối Tuyệt mật'.split(
          ' ',
        ),
      ),
      fc.constantFrom(
        ...'= : " \' \\ , ; | & { } ( [ ] - -- / @ . _'.split(' '),
        ' ',
        '  ',
        '\t',
        '\n',
        '\\"',
        '": "',
        "': '",
      ),
      fc.constantFrom(
        '-p',
        '-pwd ',
        'echo ',
        ' | sudo -S',
        '|chpasswd',
        '-AsPlainText ',
        "'a' | ConvertTo-SecureString",
        '/p',
        '/pw ',
        '-u ',
        '--user ',
        '/rp ',
        '-rp ',
        '://',
        'https://an:',
        '@host',
        ' \\\\srv ',
        'Z: ',
        '/user:an ',
        '-w ',
        '-a ',
        '-P ',
        '-hp',
        '-U an%',
        'an/',
        'login ',
        '--http-',
        '</',
        '<wsse:',
        '%3D',
        '%2F',
        'M%E1%BA%ACT',
        '%CC%A3%CC%82',
        '--password-stdin',
        '-passin pass:',
      ),
      fc.constantFrom('a', 'an.nv', '1', 'đ', '\u017f', '\u212a', 'e\u0301', 'abcdefghijklmnopqrst', '\u00a0'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))
const anyCase = fc
  .tuple(near, fc.constantFrom('as it is', 'upper', 'lower'))
  .map(([text, how]) => (how === 'upper' ? text.toUpperCase() : how === 'lower' ? text.toLowerCase() : text))

describe('the quick look before masking', () => {
  test('never lets a secret of a text pass', () => {
    let hidden = 0
    fc.assert(
      fc.property(fc.oneof(anyCase, words), (text) => {
        const all = hideAll(text.normalize('NFC'))
        hidden += all.hidden
        expect(hideSecrets(text.normalize('NFC'))).toEqual(all)
      }),
      { numRuns: 4_000 },
    )
    expect(hidden).toBeGreaterThan(500)
  })

  test('never lets a line pass that masking would change', () => {
    const whole = masker(new Uint8Array(32).fill(7), () => true)
    let masked = 0
    const shape = fc.tuple(anyCase, anyCase, anyCase, fc.constantFrom('plain', 'json', 'ascii', 'headed', 'cut'))
    fc.assert(
      fc.property(shape, ([a, b, c, form]) => {
        const object = JSON.stringify({ [b]: a, x: { [c]: [b, 7] }, title: c })
        const line = {
          plain: a + b,
          json: object,
          ascii: escaped(object),
          headed: `h: ${object}`,
          cut: object.slice(0, -9),
        }[form]
        const result = whole(line ?? '')
        masked += result.masked
        expect(mask(line ?? '')).toEqual(result)
      }),
      { numRuns: 3_000 },
    )
    expect(masked).toBeGreaterThan(500)
  })
})

test('a trace of every word of a stem is seen in the middle of a line', () => {
  for (const words of [
    'sshpass psexec paexec pskill pslist psinfo psshutdown psloglist plink pscp psftp putty winscp wmic schtasks runas tasklist taskkill',
    'driverquery getmac gpresult eventcreate winrs winrm wevtutil curl smbclient smbmap rdesktop xfreerdp crackmapexec hydra ipmitool',
    'mosquitto_pub mongodump sqlcmd osql bcp useradd usermod mysql mariadb',
  ])
    for (const word of words.split(' '))
      for (const form of [
        `dir x; ${word} -u an -pHunter22 y`,
        JSON.stringify({ a: 'x', c: `cmd /c ${word} -pHunter22` }),
      ])
        expect(mask(form).masked, form).toBe(1)
})

describe('a line too long to be looked at at once', () => {
  test.each([65_520, 65_527, 65_530, 65_534, 65_535, 65_536, 65_540, 131_050])('hides what stands at %i', (at) => {
    for (const secret of ['password=BiMat123', 'Pwd:BiMat123', '://an:BiMat123@h', '\\u0070assword=BiMat123'])
      expect(mask(`${'x'.repeat(at)} ${secret} ${'y'.repeat(300)}`).masked, secret).toBe(mask(`x ${secret} y`).masked)
  })
})

describeFixtures('a published stream', () => {
  test('loses the one password in it and nothing else', () => {
    const lines = linesOf(readTarGz(fixture('winlogbeat-6', 'empire_scm_dll_hijack_ikeext.tar.gz')))
    const changed = lines.map(mask).filter(({ masked }) => masked > 0)
    expect(changed.length).toBe(lines.filter((line) => /net1?(?:\.exe)? +user demo /.test(line)).length)
    for (const { line } of changed) {
      expect(() => JSON.parse(line)).not.toThrow()
      expect(line).toMatch(/user demo \[đã che\] \/add/)
      expect(line).not.toMatch(/user demo (?!\[đã che\])/)
    }
  })
})
