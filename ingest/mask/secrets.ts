import { commandRules } from './commands.ts'
import { mayHide } from './traces.ts'
import { COLON_WORDS, HIDDEN, hide, type Rule, SECRET_WORDS, VALUE } from './values.ts'

/**
 * Each pattern keeps everything but the secret. `PWD=/home/x` of sudo is a directory (the word stands alone there, as in no URL or
 * connection string) and `passwd:` the name of a program.
 */
const RULES: readonly Rule[] = [
  hide(`(?<![\\p{L}\\p{N}])(?:${SECRET_WORDS})["']?\\s*=\\s*`, `(?!(?<=(?:^|[\\s"'])pwd=)/)${VALUE}`),
  hide(`(?<![\\p{L}\\p{N}(])(?:${COLON_WORDS})\\s*:\\s*`, VALUE),
  // `openssl -passin pass:x`
  hide('\\s-pass(?:in|out)?\\s+["\']?pass:', VALUE),
  [new RegExp(`(["'](?:${SECRET_WORDS})["']\\s*:\\s*)(?!null|true|false)${VALUE}`, 'giu'), `$1"${HIDDEN}"`],
  hide(`<(?:\\w{1,40}:)?(?:${SECRET_WORDS})(?:\\s[^<>]{0,200})?>\\s*`, '(?!\\[đã che\\])[^<>\\s][^<>]{0,400}(?=</)'),
  ...commandRules,
  // URL userinfo (RFC 3986, 3.2.1; the last @ ends it, whatever a password holds) and HTTP authorization (RFC 9110, 11.6.2).
  hide('\\b[a-z][a-z0-9+.-]{1,20}://[^\\s/:@"\']{0,200}:', '(?!\\[đã che\\]@)[^\\s/"\']+(?=@)'),
  hide('\\bjdbc:oracle:\\w{1,20}:[^\\s/:@"\']{1,200}/', '(?!\\[đã che\\]@)[^\\s/"\']+(?=@)'),
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
