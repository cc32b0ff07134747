import { COMMANDS } from './stems.ts'
import { mayHide } from './traces.ts'

/** What stands in the place of a password, key or token. */
export const HIDDEN = '[đã che]'

// A value: quoted, or up to the next separator; one that is hidden already is left alone.
const QUOTED = `\\\\+"[^"\\\\]+\\\\*"|"(?:[^"\\\\]|\\\\.)+"|'[^']+'`
const VALUE = `(?!\\s*\\\\*["']?\\[đã che\\])(${QUOTED}|[^\\s,;&|"']+)`
// On a command line only a space ends it.
const WORD = `(?!\\s*\\\\*["']?\\[đã che\\])(${QUOTED}|[^\\s"']+)`
const SECRET_WORDS =
  '[\\p{L}\\p{N}_-]{0,40}(?:password|passwd|secret|api[_-]?key)|pass(?:phrase|code)?|pwd|mật[ _-]?khẩu|mat[ _-]?khau|' +
  '(?:(?:access|refresh|id|auth|csrf|session|security)[_-]?)?token|private[_-]?key|otp|mã otp'
const COLON_WORDS = 'password|passphrase|passcode|pwd|mật[ _-]?khẩu(?: mới| cũ)?|mat[ _-]?khau|api[_-]?key|mã otp'
// Programs that read a password off a pipe: `sudo -S`, `chpasswd`, `passwd --stdin`. Their case counts: `sudo -s` is a shell.
const READERS =
  '(?:sudo(?:\\s+-\\S+(?:\\s+[^\\s|;&-]\\S*)?){0,4}?\\s+-(?:[A-Za-z]*S|-stdin)|chpasswd|passwd\\s[^|;&\\n]{0,80}?--stdin)'
const ARGUMENT = `(?:${QUOTED}|[^\\s"'|;&]+)`

type Rule = readonly [pattern: RegExp, replacement: string]

/**
 * Each pattern keeps everything but the secret. `PWD=/home/x` of sudo is a directory (the word stands alone there, as in no URL or
 * connection string) and `passwd:` the name of a program.
 */
const RULES: readonly Rule[] = [
  [
    new RegExp(`(?<![\\p{L}\\p{N}])((?:${SECRET_WORDS})["']?\\s*=\\s*)(?!(?<=(?:^|[\\s"'])pwd=)/)${VALUE}`, 'giu'),
    `$1${HIDDEN}`,
  ],
  [new RegExp(`(?<![\\p{L}\\p{N}(])((?:${COLON_WORDS})\\s*:\\s*)${VALUE}`, 'giu'), `$1${HIDDEN}`],
  [new RegExp(`(["'](?:${SECRET_WORDS})["']\\s*:\\s*)(?!null|true|false)${VALUE}`, 'giu'), `$1"${HIDDEN}"`],
  // Command lines: `--password x`, `-Password x`, `/password:x`, `/rp x`, and `-p` of commands where it is a password.
  [new RegExp(`((?:^|\\s)(?:--?|/)(?:password|passwd|pass|pwd|rp)(?:\\s+|:))(?![-/])${WORD}`, 'giu'), `$1${HIDDEN}`],
  [
    new RegExp(
      `(\\b${COMMANDS}\\b[^|;&\\n]{0,400}?\\s[-/]p(?:w(?=\\s)|(?!(?:wd?|ass(?:wor|w)?d?)[\\s:]))\\s*)(?![-/\\s])${WORD}`,
      'giu',
    ),
    `$1${HIDDEN}`,
  ],
  [
    new RegExp(
      `(\\b(?:echo|printf)\\s+(?:-[neE]+\\s+)?)(?!-[neE]+\\s|\\[đã che\\])${ARGUMENT}(?:[ \\t]+${ARGUMENT}){0,6}(?=\\s*\\|\\s*(?:\\S{0,40}/)?${READERS}(?![\\w-]))`,
      'gu',
    ),
    `$1${HIDDEN}`,
  ],
  [new RegExp(`(\\bmysql(?:dump|admin)?(?:\\.exe)?\\b[^|;&\\n]{0,400}?\\s-p)(?![\\s-])${WORD}`, 'giu'), `$1${HIDDEN}`],
  [
    new RegExp(`(\\bcurl(?:\\.exe)?\\b[^|;&\\n]{0,400}?\\s(?:-u|--user)\\s*["']?[^\\s:"']+:)${WORD}`, 'giu'),
    `$1${HIDDEN}`,
  ],
  [
    new RegExp(`(\\bnet1?(?:\\.exe)?"?\\s+user\\s+(?:"[^"]+"|[^\\s/"]\\S*)\\s+)(?![/*\\s])${WORD}`, 'giu'),
    `$1${HIDDEN}`,
  ],
  [
    new RegExp(`(\\bnet1?(?:\\.exe)?"?\\s+use\\s+(?:[a-z*]:?\\s+)?\\\\\\\\\\S+\\s+)(?![/*\\s])${WORD}`, 'giu'),
    `$1${HIDDEN}`,
  ],
  [
    new RegExp(
      `(\\bConvertTo-SecureString(?:\\s+-[a-z]+(?:[\\s:]\\s*\\$[\\w:.]+)?){0,5}(?:\\s*\\(\\s*|\\s+|:))(?![-|;)(])${WORD}`,
      'giu',
    ),
    `$1${HIDDEN}`,
  ],
  [new RegExp(`()(?<!\\\\)(?:${QUOTED})(?=\\s*\\|\\s*ConvertTo-SecureString\\b)`, 'giu'), `$1${HIDDEN}`],
  // URL userinfo (RFC 3986, 3.2.1) and HTTP authorization (RFC 9110, 11.6.2).
  [/(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"']{1,200}:)(?!\[đã che\])[^\s/@"']+(?=@)/giu, `$1${HIDDEN}`],
  [
    /(\b(?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?!\s*["']?\[đã che\])(?:(?:basic|bearer|digest|negotiate|ntlm|token)\s+)?[^\s"',;[\]]+/giu,
    `$1${HIDDEN}`,
  ],
  [/(\bbearer\s+)(?!\[đã che\])[\w.~+/-]{16,}=*/giu, `$1${HIDDEN}`],
]

/** Hides every secret of a text in NFC, whatever `mayHide` says of it. */
export const hideAll = (text: string): { text: string; hidden: number } => {
  let hidden = 0
  let result = text
  for (const [pattern, replacement] of RULES) {
    result = result.replace(pattern, (_whole, ...groups: readonly unknown[]) => {
      hidden++
      return replacement.replace('$1', () => String(groups[0]))
    })
  }
  return { text: result, hidden }
}

/** Hides every secret of a text in NFC. */
export const hideSecrets = (text: string): { text: string; hidden: number } =>
  mayHide(text) ? hideAll(text) : { text, hidden: 0 }

const SECRET_KEYS = new Set(
  (
    'pass password passwd passphrase passcode pwd matkhau secret clientsecret token accesstoken refreshtoken idtoken ' +
    'authtoken csrftoken sessiontoken apikey xapikey privatekey authorization proxyauthorization otp maotp ' +
    'oldpassword newpassword currentpassword userpassword confirmpassword matkhaucu matkhaumoi'
  ).split(' '),
)

/** Whether a JSON field of this name holds a secret: the last part of a dotted name, without case, marks, spaces, `_` and `-`. */
export const isSecretKey = (key: string): boolean =>
  SECRET_KEYS.has(
    (key.split('.').at(-1) ?? '')
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[\s_-]+/g, '')
      .toLowerCase(),
  )
