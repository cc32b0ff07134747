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
const COMMANDS =
  '(?:sshpass|psexec(?:64)?|plink|pscp|winscp|wmic|schtasks|runas|curl|smbclient|rdesktop|xfreerdp)(?:\\.exe)?'

type Rule = readonly [pattern: RegExp, replacement: string]

/** Each pattern keeps everything but the secret. `PWD=/home/x` of sudo is a directory and `passwd:` the name of a program. */
const RULES: readonly Rule[] = [
  [new RegExp(`(?<![\\p{L}\\p{N}(])((?:${SECRET_WORDS})["']?\\s*=\\s*)(?<!PWD=)${VALUE}`, 'giu'), `$1${HIDDEN}`],
  [new RegExp(`(?<![\\p{L}\\p{N}(])(PWD=)(?!/)${VALUE}`, 'gu'), `$1${HIDDEN}`],
  [new RegExp(`(?<![\\p{L}\\p{N}(])((?:${COLON_WORDS})\\s*:\\s*)${VALUE}`, 'giu'), `$1${HIDDEN}`],
  [new RegExp(`(["'](?:${SECRET_WORDS})["']\\s*:\\s*)(?!null|true|false)${VALUE}`, 'giu'), `$1"${HIDDEN}"`],
  // Command lines: `--password x`, `-Password x`, `/password:x`, `/rp x`, and `-p` of commands where it is a password.
  [new RegExp(`((?:^|\\s)(?:--?|/)(?:password|passwd|pass|rp)(?:\\s+|:))(?![-/])${WORD}`, 'giu'), `$1${HIDDEN}`],
  [new RegExp(`(\\b${COMMANDS}\\b[^|;&\\n]{0,400}?\\s[-/]pw?\\s*)(?![-/\\s])${WORD}`, 'giu'), `$1${HIDDEN}`],
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
  [new RegExp(`(\\bConvertTo-SecureString\\s+(?:-String\\s+)?)(?!-)${WORD}`, 'giu'), `$1${HIDDEN}`],
  // URL userinfo (RFC 3986, 3.2.1) and HTTP authorization (RFC 9110, 11.6.2).
  [/(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"']{1,200}:)(?!\[đã che\])[^\s/@"']+(?=@)/giu, `$1${HIDDEN}`],
  [
    /(\b(?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?!\s*["']?\[đã che\])(?:(?:basic|bearer|digest|negotiate|ntlm|token)\s+)?[^\s"',;[\]]+/giu,
    `$1${HIDDEN}`,
  ],
  [/(\bbearer\s+)(?!\[đã che\])[\w.~+/-]{16,}=*/giu, `$1${HIDDEN}`],
]

// The same words as one expression without the costly `u`, over text that may still be escaped as JSON.
const SUSPECT = new RegExp(
  [
    '(?:password|passwd|passphrase|passcode|secret|api[_-]?key|private[_-]?key|pwd)["\'\\\\]*(?:\\s|\\\\[tnr])*[=:]',
    '(?<![a-z0-9])(?:pass|otp|(?:(?:access|refresh|id|auth|csrf|session|security)[_-]?)?token)["\'\\\\]*\\s*=',
    '"(?:[^"\\\\:]{0,40}[._-])?(?:pass|otp|(?:(?:access|refresh|id|auth|csrf|session)[_-]?)?token)\\\\?"\\s*:',
    'kh(?:ẩu|au)|mã otp|securestring|authorization|bearer\\s',
    '\\s(?:--?|/)(?:password|passwd|pass)[\\s:]',
    '\\bnet1?(?:\\.exe)?\\\\?"?\\s+use',
    '://[^\\s/:@"\']{1,200}:[^\\s/@"\']+@',
  ].join('|'),
  'i',
)

const COMMAND = new RegExp(`\\b${COMMANDS}\\b|\\bmysql`, 'i')
/** `schtasks /rp`. */
const RUN_AS = /\s(?:--?|\/)rp[\s:]/i
// `-p`, `/pw`, `-u`, `--user`: what a password follows on the command lines of COMMANDS.
const OPTION = /[-/]-?[pur]/i

// Run on every line, so each is short and of one kind, which is what makes a search fast; together they let through whatever
// SUSPECT finds and little else: Windows writes «Elevated Token:» everywhere.
const TRACES: readonly RegExp[] = [
  /pass|pwd|secr|khau|authorization|bearer\s|estring/i,
  /khẩu|mã otp/i,
  /(?:otp|key)[\s"'\\tnr]*[=:]|token(?:["'\\\s]*=|(?<!elevated ?token)["'\\\s]*:)/i,
  /net1?(?:\.exe)?\\?"?\s+use/i,
  /:\/\/[^\s/:@"']{1,200}:[^\s/@"']+@/,
]

/** Whether a text, which may still be escaped as JSON, shows what a secret may stand behind. */
export const showsSecret = (text: string): boolean => SUSPECT.test(text) || (OPTION.test(text) && (RUN_AS.test(text) || COMMAND.test(text)))

/** The same as `showsSecret`, several times as fast where the answer is no. */
export const mayHoldSecret = (text: string): boolean => {
  if (TRACES.some((trace) => trace.test(text)) && SUSPECT.test(text)) return true
  return OPTION.test(text) && (RUN_AS.test(text) || COMMAND.test(text))
}

/** Hides every secret of a text in NFC. */
export const hideSecrets = (text: string): { text: string; hidden: number } => {
  if (!mayHoldSecret(text)) return { text, hidden: 0 }
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
