import { err, ok, type Result } from '../../kernel/result.ts'

/** The text of a file as spreadsheets write it: UTF-8 with or without a mark, or UTF-16 («Unicode Text» of Excel). */
export const decodeText = (bytes: Uint8Array): Result<string, string> => {
  try {
    // A decoder takes its own byte-order mark off.
    return ok(new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes))
  } catch {
    return err('tệp mã hóa UTF-8 (trong Excel: lưu với kiểu «CSV UTF-8»)')
  }
}

const encodingOf = ([first, second, third, fourth]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // No heading begins with NUL, and none has one in its first two letters, unless letters are two bytes wide.
  if (first !== undefined && second === 0 && third !== undefined && fourth === 0) return 'utf-16le'
  return 'utf-8'
}
