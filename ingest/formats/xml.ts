/** An element of an XML text. Names are without their prefix: what writes logs uses prefixes at will. */
export type XmlElement = {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** The element's own text, entities resolved; that of its children is theirs. */
  readonly text: string
}

type Building = { name: string; attributes: Map<string, string>; children: Building[]; text: string }

/** Deeper texts are nobody's log lines. */
const MOST_DEEP = 32
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/**
 * Text with its entities resolved: the five of XML and characters by number. Once: an entity that comes out stays one. A bare `&`, which
 * copies out of viewers have, and entities nobody declared stay as written.
 */
export const resolveEntities = (written: string): string =>
  written.includes('&') ? written.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,4});/gi, entity) : written

const entity = (whole: string, name: string): string => {
  if (!name.startsWith('#')) return NAMED.get(name) ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  const real = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return real ? String.fromCodePoint(code) : whole
}

const NAME = /[^\s<>/=&"']{1,256}/y
const SPACE = /\s*/y

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

const make = (name: string): Building => ({ name, attributes: new Map(), children: [], text: '' })

/** What a tag opens, and where it ends; undefined where it is none. */
const readTag = (text: string, start: number): { element: Building; end: number; closed: boolean } | undefined => {
  let at = start
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    at += found?.length ?? 0
    return found
  }
  const name = take(NAME)
  if (name === undefined) return undefined
  const element = make(localName(name))
  for (;;) {
    take(SPACE)
    if (text[at] === '>') return { element, end: at + 1, closed: false }
    if (text.startsWith('/>', at)) return { element, end: at + 2, closed: true }
    const key = take(NAME)
    take(SPACE)
    if (key === undefined || text[at] !== '=') return undefined
    at++
    take(SPACE)
    const quote = text[at]
    const end = quote === '"' || quote === "'" ? text.indexOf(quote, at + 1) : -1
    if (end < 0) return undefined
    if (!/^xmlns(:|$)/.test(key)) element.attributes.set(localName(key), resolveEntities(text.slice(at + 1, end)))
    at = end + 1
  }
}

/** Comments, CDATA and instructions: how each begins and ends. */
const PASSAGES = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

/**
 * The outermost elements of a text; what stands between them is passed over. Undefined where an element does not end as it began, or
 * where the text declares things of its own (DTD), which no log does. Takes time in proportion to the text; never throws.
 */
export const readXml = (text: string): readonly XmlElement[] | undefined => {
  const open = [make('')]
  for (let at = 0; ; ) {
    const top = open[open.length - 1]!
    const tag = text.indexOf('<', at)
    if (tag < 0) return open.length === 1 ? top.children : undefined
    if (tag > at) top.text += resolveEntities(text.slice(at, tag))
    // A bare `<`, as copies out of viewers have it before a number or a space, begins no tag.
    if (!/[a-z_/!?]/i.test(text[tag + 1] ?? '')) {
      top.text += '<'
      at = tag + 1
      continue
    }
    const passage = PASSAGES.find(([begin]) => text.startsWith(begin, tag))
    if (passage) {
      const end = text.indexOf(passage[1], tag + passage[0].length)
      if (end < 0) return undefined
      if (passage[0] === '<![CDATA[') top.text += text.slice(tag + passage[0].length, end)
      at = end + passage[1].length
    } else if (text[tag + 1] === '/') {
      const end = text.indexOf('>', tag)
      if (open.length === 1 || end < 0 || localName(text.slice(tag + 2, end).trim()) !== top.name) return undefined
      open.pop()
      at = end + 1
    } else {
      const read = readTag(text, tag + 1)
      if (read === undefined || open.length > MOST_DEEP) return undefined
      top.children.push(read.element)
      if (!read.closed) open.push(read.element)
      at = read.end
    }
  }
}
