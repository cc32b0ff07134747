import { mayHide } from './traces.ts'
import { HIDDEN, isSecretKey } from './values.ts'

/** A piece of a URL or form, and the value that follows its `=`. Pieces share no character, so that this costs no more than the text's length. */
const PIECE = /([^\s"'<>|,;&=?/\\]+)(=[^\s"'<>|,;&]*)?/gu
const ESCAPE = /%[0-9a-f]{2}/i
/** `powershell -enc …`: Base64 of UTF-16LE (about_PowerShell_exe, -EncodedCommand and its prefixes). */
const COMMAND = /((?:powershell|pwsh)[^|;&\n]{0,400}?\s[-/]e[a-z]{0,14}[\s:]+["']?)([A-Za-z0-9+/]{16,}={0,2})/giu

/** What takes the place of a decoded text; `looks`: whether there may be a password in it, too, and not only a marking. */
export type Rewrite = (decoded: string, looks: boolean) => string | undefined

const decoded = (text: string): string | undefined => {
  if (!ESCAPE.test(text)) return undefined
  try {
    return decodeURIComponent(text.replaceAll('+', ' ')).normalize('NFC')
  } catch {
    return undefined // escapes of another encoding: nothing that could be read
  }
}

/**
 * Looks through percent-encoding (RFC 3986, 2.1; `+` is a space in forms) and through PowerShell's encoded commands: a piece for which
 * `rewrite` answers is replaced by it, the value of a field with a secret name is hidden. `hidden` counts.
 */
export const hideEncoded = (text: string, rewrite: Rewrite): { readonly text: string; readonly hidden: number } => {
  let hidden = 0
  const instead = (whole: string, replaced: string | undefined): string => {
    if (replaced === undefined) return whole
    hidden++
    return replaced
  }
  // A password is looked for where a trace of one shows through the encoding, as in the line as a whole.
  const plain = (piece: string): string => instead(piece, rewrite(decoded(piece) ?? '', mayHide(piece)))
  const pieces = text.includes('%')
    ? text.replace(PIECE, (whole, name: string, value: string | undefined) => {
        if (!whole.includes('%')) return whole
        if (value === undefined) return plain(name)
        const isHidden = value === '=' || value.startsWith('=[đã')
        if (!isHidden && mayHide(name) && isSecretKey(decoded(name) ?? '')) return instead(whole, `${name}=${HIDDEN}`)
        return `${plain(name)}=${plain(value.slice(1))}`
      })
    : text
  const result = pieces.replace(COMMAND, (whole, before: string, code: string) => {
    const isSecret = rewrite(Buffer.from(code, 'base64').toString('utf16le'), true) !== undefined
    return instead(whole, isSecret ? before + HIDDEN : undefined)
  })
  return { text: result, hidden }
}
