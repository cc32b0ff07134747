import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readXml, resolveEntities, type XmlElement } from '../../../ingest/formats/xml.ts'

type Tree = { name: string; attributes: Record<string, string>; children: Tree[]; text: string }

const escaped = (text: string): string => text.replace(/[&<"]/g, (char) => `&#${char.charCodeAt(0)};`)
const write = ({ name, attributes, children, text }: Tree): string => {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  return `<${name}${head.join('')}>${escaped(text)}${children.map(write).join('<!-- > -->')}</${name}>`
}
const plain = ({ name, attributes, children, text }: XmlElement): Tree => ({
  ...{ name, attributes: Object.fromEntries(attributes), children: children.map(plain), text },
})

const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/).filter((word) => !word.startsWith('xmlns'))
const text = fc.string({ maxLength: 12 })
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name,
    attributes: fc.dictionary(name, text, { maxKeys: 3, noNullPrototype: true }),
    children: fc.oneof({ maxDepth: 3 }, fc.constant<Tree[]>([]), fc.array(tie('tree'), { maxLength: 3 })),
    text,
  }),
}))

describe('XML', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(tree, (written) => {
        expect(readXml(write(written))?.map(plain)).toEqual([written])
      }),
    )
  })

  test('cut anywhere before its end is nothing', () => {
    fc.assert(
      fc.property(tree, fc.nat(), (written, at) => {
        const whole = write(written)
        const cut = whole.slice(0, at % whole.length)
        expect(readXml(cut)?.length ?? 0).toBe(0)
      }),
    )
  })

  test('never throws, whatever comes', () => {
    const pieces = fc.constantFrom(
      '<a',
      '<a>',
      '</a>',
      '/>',
      ' b="',
      "'",
      '"',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '&#0;',
      '&lt;',
      '<',
      '>',
    )
    const noise = fc
      .array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 40 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(noise, (line) => void readXml(line)),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['<a b="1" c=\'2\'/>', [{ name: 'a', attributes: { b: '1', c: '2' }, children: [], text: '' }]],
    ['<n:a xmlns:n="x" n:b="1">t</n:a>', [{ name: 'a', attributes: { b: '1' }, children: [], text: 't' }]],
    ['<a><![CDATA[1 < 2 &amp;]]></a>', [{ name: 'a', attributes: {}, children: [], text: '1 < 2 &amp;' }]],
    ['<a>1 < 2 & 3</a>', [{ name: 'a', attributes: {}, children: [], text: '1 < 2 & 3' }]],
    ['<a></b>', undefined],
    ['<a><b></a>', undefined],
    ['<a b>', undefined],
    ['<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', undefined],
    [`${'<a>'.repeat(40)}${'</a>'.repeat(40)}`, undefined],
  ])('%s', (line, expected) => expect(readXml(line)?.map(plain)).toEqual(expected))

  test.each([
    ['&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['&amp;lt;', '&lt;'],
    ['&#225;&#xE1;', 'áá'],
    ['&#0;&#xD800;&#x110000;&nbsp;&', '&#0;&#xD800;&#x110000;&nbsp;&'],
  ])('entities: %s', (written, read) => expect(resolveEntities(written)).toBe(read))

  test('takes time in proportion to the text', () => {
    const seconds = (line: string): number => {
      const start = process.cpuUsage()
      readXml(line)
      return process.cpuUsage(start).user / 1e6
    }
    for (const piece of ['<a ', '<a b="', '<', '</', '<!--', '<a>', '&#', ' '.repeat(20)]) {
      expect(seconds(`<a>${piece.repeat(100_000 / piece.length)}`), piece).toBeLessThan(5)
    }
  })
})
