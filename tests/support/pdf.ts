import { inflateSync } from 'node:zlib'

/** Every stream of a PDF, inflated where it is deflated: nothing is hidden by compression. */
export const streamsOf = (pdf: Buffer): string => {
  const whole = pdf.toString('latin1')
  // A deflated stream may end with any byte, a carriage return too; what follows its end does not disturb.
  return [...whole.matchAll(/stream\r?\n([\s\S]*?)\nendstream/g)]
    .map(([, body]) => {
      try {
        return inflateSync(Buffer.from(body!, 'latin1')).toString('latin1')
      } catch {
        return body!
      }
    })
    .join('\n')
}

/** What a PDF shows: its strings of glyphs, read by each of the maps from glyphs to letters that stand in it, one of which is right. */
export const pdfWords = (pdf: Buffer): string => {
  const streams = streamsOf(pdf)
  const hexes = (text: string): string[] => [...text.matchAll(/<([0-9a-f]*)>/gi)].map(([, hex]) => hex!)
  const letters = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  const maps = [...streams.matchAll(/begincmap[\s\S]*?endcmap/g)].map(([cmap]) => {
    const map = new Map<number, string>()
    for (const [, first, list] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi))
      for (const [i, hex] of hexes(list!).entries()) map.set(Number.parseInt(first!, 16) + i, letters(hex))
    return map
  })
  if (maps.length === 0) throw new Error('a PDF without a map from glyphs to letters')
  const shown = [...streams.matchAll(/\[([^\]]*)\] TJ/g)].map(([, parts]) => hexes(parts!).join(''))
  return maps
    .map((map) =>
      shown
        .map((text) => (text.match(/.{4}/g) ?? []).map((hex) => map.get(Number.parseInt(hex, 16)) ?? '').join(''))
        .join('\n'),
    )
    .join('\n')
}
