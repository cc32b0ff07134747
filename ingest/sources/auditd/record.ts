/** One record of the audit. `get`: a value by its name, those in the program's own `msg='…'` too; `?`, `(null)`, `(none)` are absent. */
export type AuditRecord = {
  readonly type: string
  readonly at: number
  readonly number: number
  readonly node: string | undefined
  readonly get: (name: string) => string | undefined
  /** The names of its values that are there. */
  readonly names: () => Iterable<string>
}

const HEAD =
  /(?:\bnode=(\S{1,255}) )?\btype=([A-Z][A-Z0-9_]{1,40}|UNKNOWN\[\d{1,6}\]) msg=audit\((\d{9,11})\.(\d{1,6}):(\d{1,15})\):/g
/** A key may stand behind the quote that opens a program's own message, and behind the mark before names that the log adds. */
const KEY = /(?:^|[\s'"\p{Cc}])([A-Za-z][A-Za-z0-9_-]{0,40})=/gu

/** What a user may have chosen is quoted, or in hexadecimal where it has a space or quote of its own (audit_log_untrustedstring). */
const plain = (written: string, name: string): string => {
  // From its end, and by no pattern: one that ends in `+$` begins anew at each place of a run.
  let end = written.length
  while (end > 0 && /['\p{Cc}]/u.test(written.charAt(end - 1))) end--
  const value = written
    .slice(0, end)
    .trim()
    .replace(/^([^"]*)"$/, '$1')
  if (value.startsWith('"')) return value.slice(1).replace(/"[\s\S]*$/, '')
  const isHex =
    /^(?:acct|a\d{1,4}|comm|exe|cwd|proctitle|name|cmd)$/.test(name) &&
    /^(?:[0-9A-F]{2})+$/.test(value) &&
    value.length > 2
  return isHex ? Buffer.from(value, 'hex').toString('utf8').replace(/\0/g, ' ') : value.replace(/^'|'$/g, '')
}

const valuesOf = (body: string): ReadonlyMap<string, string> => {
  const keys = [...body.matchAll(KEY)]
  const values = new Map<string, string>()
  for (const [index, key] of keys.entries()) {
    const name = key[1] ?? ''
    const value = plain(body.slice(key.index + key[0].length, keys[index + 1]?.index ?? body.length), name)
    if (name !== 'msg' && !values.has(name) && !['', '?', '(null)', '(none)'].includes(value)) values.set(name, value)
  }
  return values
}

/** The records of one line, in the order they stand; none where it holds none. */
export const recordsOf = (line: string): readonly AuditRecord[] => {
  const heads = [...line.matchAll(HEAD)]
  return heads.map((head, index) => {
    const [whole, node, type = '', seconds, fraction = '', number] = head
    const values = valuesOf(line.slice(head.index + whole.length, heads[index + 1]?.index ?? line.length))
    const at = Number(seconds) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
    return { type, at, number: Number(number), node, get: (name) => values.get(name), names: () => values.keys() }
  })
}
