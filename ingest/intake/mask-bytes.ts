import { isUtf8 } from 'node:buffer'
import type { Source } from '../source.ts'
import { sniffUnicode } from './decode.ts'

/** Replaces what may not be stored (architecture 8); `masked` counts the replacements. Masking twice changes nothing. */
export type Mask = (line: string) => { readonly line: string; readonly masked: number }

/** What is hidden of a line under a heading: what is of any line, and behind it what its source knows from the heading alone. */
export const maskUnder = (mask: Mask, hide: Source['hide'], heading: string | undefined): Mask =>
  hide === undefined
    ? mask
    : (text) => {
        const once = mask(text)
        const { line, masked } = hide(once.line, heading, mask)
        return { line, masked: once.masked + masked }
      }

/**
 * Bytes nobody could read, for the quarantine: masked too, although their encoding is not known. Every way they may be meant
 * is tried; where one shows a secret, the text with most of them masked is kept in place of the bytes, otherwise the bytes.
 */
export const maskBytes = (bytes: Uint8Array, mask: Mask): { readonly bytes: Uint8Array; readonly masked: number } => {
  const unicode = sniffUnicode(bytes)
  const readings = unicode === 'utf-8' && !isUtf8(bytes) ? ['windows-1258', 'utf-8'] : [unicode]
  const seen = readings.map((encoding) => mask(new TextDecoder(encoding).decode(bytes).normalize('NFC')))
  const worst = seen.reduce((a, b) => (b.masked > a.masked ? b : a))
  return worst.masked > 0 ? { bytes: Buffer.from(worst.line), masked: worst.masked } : { bytes, masked: 0 }
}
