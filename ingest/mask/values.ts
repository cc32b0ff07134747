/** What stands in the place of a password, key or token. */
export const HIDDEN = '[đã che]'

// What is hidden already is left alone.
const OPEN = `(?!\\s*\\\\*["']?\\[đã che\\])`
/** Quoted text, also where its quotes are escaped. */
export const QUOTED = `\\\\+"[^"\\\\]+\\\\*"|"(?:[^"\\\\]|\\\\.)+"|'[^']+'`
/** A value: quoted, or up to the next separator. */
export const VALUE = `${OPEN}(${QUOTED}|[^\\s,;&|"']+)`
/** On a command line only a space ends it. */
export const WORD = `${OPEN}(${QUOTED}|[^\\s"']+)`
/** An argument of a call, up to the next comma or parenthesis. */
export const PARAMETER = `${OPEN}(?:${QUOTED}|[^\\s,;()"']+)`

/** Names under which a secret is kept. */
export const SECRET_WORDS =
  '[\\p{L}\\p{N}_-]{0,40}(?:password|passwd|secret|api[_-]?key)|pass(?:phrase|code)?|pwd|mật[ _-]?khẩu|mat[ _-]?khau|' +
  '(?:(?:access|refresh|id|auth|csrf|session|security)[_-]?)?token|private[_-]?key|otp|mã otp|' +
  '(?:aws[_-]?)?(?:secret[_-]?access|secret|access|account|shared[_-]?access)[_-]?key|key[_-]?material'
/** Those behind which a colon is enough: `token:` and `secret:` stand in prose. */
export const COLON_WORDS =
  'password|passphrase|passcode|pwd|mật[ _-]?khẩu(?: mới| cũ)?|mat[ _-]?khau|api[_-]?key|mã otp'

/** A pattern that captures what is kept before the secret. */
export type Rule = readonly [pattern: RegExp, replacement: string]

/** The rule that hides what stands behind `before`, blind to case unless told. */
export const hide = (before: string, secret: string, flags = 'giu'): Rule => [
  new RegExp(`(${before})${secret}`, flags),
  `$1${HIDDEN}`,
]

const SECRET_KEYS = new Set(
  (
    'pass password passwd passphrase passcode pwd matkhau secret clientsecret token accesstoken refreshtoken idtoken ' +
    'authtoken csrftoken sessiontoken apikey xapikey privatekey secretkey accesskey secretaccesskey accountkey sharedaccesskey ' +
    'authorization proxyauthorization otp maotp ' +
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
