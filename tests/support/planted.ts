/** The ways in which a text may stand in bytes that nobody would find by its letters. */
const formsOf = (text: string): ReadonlyMap<string, Buffer> => {
  const forms = new Map<string, Buffer>()
  for (const form of ['NFC', 'NFD'] as const) {
    const normal = text.normalize(form)
    const percent = encodeURIComponent(normal)
    const written = {
      'as it is': Buffer.from(normal),
      'in UTF-16LE': Buffer.from(normal, 'utf16le'),
      'percent-encoded': Buffer.from(percent),
      'percent-encoded in lower case': Buffer.from(percent.replace(/%../g, (hex) => hex.toLowerCase())),
      'as of a form': Buffer.from(percent.replaceAll('%20', '+')),
      'escaped in JSON': Buffer.from(escaped(normal)),
      'escaped in JSON in upper case': Buffer.from(
        escaped(normal).replace(/u..../g, (code) => code.toUpperCase().replace('U', 'u')),
      ),
      'in Windows-1252': Buffer.from(normal, 'latin1'),
    }
    for (const [name, bytes] of Object.entries(written)) forms.set(`${form} ${name}`, bytes)
    for (const encoding of ['utf8', 'utf16le'] as const)
      for (const offset of [0, 1, 2])
        forms.set(`${form} Base64 of ${encoding} at ${offset}`, base64(Buffer.from(normal, encoding), offset))
  }
  return forms
}

const escaped = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** What of the Base64 of a longer text is the same wherever it stands: without the digits it shares with its neighbours. */
const base64 = (bytes: Buffer, offset: number): Buffer => {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '')
  return Buffer.from(whole.slice(offset === 0 ? 0 : offset + 1, -1))
}

/** Looks for each of the texts in every form: which of them stand in some bytes, and how. */
export const seekerOf = (texts: readonly string[]): ((bytes: Buffer) => readonly string[]) => {
  const sought = new Map<string, readonly [name: string, form: Buffer]>()
  for (const text of texts)
    for (const [name, form] of formsOf(text)) sought.set(form.toString('latin1'), [`«${text}» ${name}`, form])
  return (bytes) => [...sought.values()].flatMap(([name, form]) => (bytes.includes(form) ? [name] : []))
}
