import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { text } from '../../../ingest/formats/json.ts'
import { forget } from '../../../ingest/formats/skim/paths.ts'
import { learnFrom, skim } from '../../../ingest/formats/skim.ts'

beforeEach(forget)

/** What a skimmed object says, all of it asked. */
const asked = (value: unknown): unknown => {
  if (typeof value === 'function') return value()
  if (Array.isArray(value)) return value.map(asked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asked(inner)]))
}

const skimmed = (line: string): unknown => skim(Buffer.from(line), line, asked)

/** One line in eight is learnt from. */
const learn = (line: string): void => {
  for (let i = 0; i < 8; i++) learnFrom(line)
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Held to `JSON.parse`: the same values in the same order, or nothing. Answers whether the line was known. */
const holds = (line: string): boolean => {
  const said = skimmed(line)
  if (said === undefined) return false
  const meant = parsed(line)
  expect(said, line).toEqual(meant)
  expect(JSON.stringify(said)).toBe(JSON.stringify(meant))
  return true
}

const name = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom('a', 'b', 'c', '@timestamp', 'event', 'winlog', '1', '0', '', 'constructor', 'a b'),
  },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'é', 'a"', '\\', '\n') },
)
const space = fc.constantFrom('', '', '', ' ', '\n\t ')
const string = fc.oneof(
  // Names: alike, repeated, shorter and longer than those that are kept.
  fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 10, maxLength: 70 }).map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary', maxLength: 40 }).map((value) => JSON.stringify(value.toWellFormed())),
  fc.constantFrom(
    '""',
    '"\\u00e9\\n"',
    '"\\ud83d\\ude00"',
    '"\\ud83d"',
    '"an.nv"',
    `"${'dài '.repeat(30)}"`,
    `"${'x'.repeat(63)}"`,
  ),
)
const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('-0', '0.10', '1E5', '-1.5e+3', '1e999', '12345678901234567890', '0e0'),
)

/** JSON texts of one form: two of them differ in their strings and numbers. */
type Form = (leaf: (kind: 'string' | 'number') => string) => string
const { form } = fc.letrec<{ form: Form; value: Form }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'json' },
    fc.constantFrom<Form>(
      (leaf) => leaf('string'),
      (leaf) => leaf('number'),
      () => 'true',
      () => 'null',
      () => '{}',
      () => '[]',
    ),
    tie('form'),
    fc.array(tie('value'), { maxLength: 3 }).map(
      (items): Form =>
        (leaf) =>
          `[${items.map((item) => item(leaf)).join(',')}]`,
    ),
  ),
  form: fc.array(fc.tuple(name, space, space, tie('value')), { maxLength: 5 }).map(
    (fields): Form =>
      (leaf) =>
        `{${fields.map(([name, before, after, value]) => `${before}${JSON.stringify(name)}${after}:${before}${value(leaf)}${after}`).join(',')}}`,
  ),
}))
const pair = fc.tuple(form, fc.infiniteStream(string), fc.infiniteStream(number)).map(([make, strings, numbers]) => {
  const next = (kind: 'string' | 'number'): string => (kind === 'string' ? strings : numbers).next().value ?? '0'
  return [make(next), make(next)] as const
})

describe('a skimmed line says what JSON.parse says', () => {
  test('whatever line of its form it was learnt from', () => {
    let [known, lines] = [0, 0]
    fc.assert(
      fc.property(pair, ([first, second]) => {
        learn(first)
        lines += 1
        if (holds(second)) known += 1
        holds(first)
      }),
      { numRuns: 3_000 },
    )
    expect(known / lines).toBeGreaterThan(0.3)
  })

  test('or nothing, where it was cut, changed or added to', () => {
    let [known, broken] = [0, 0]
    const change = fc.tuple(
      fc.nat(400),
      fc.nat(3),
      fc.oneof(fc.constantFrom('"', '\\', '}', ',', '0', ' ', '\0', '{'), fc.string({ maxLength: 3 })),
    )
    fc.assert(
      fc.property(pair, fc.array(change, { minLength: 1, maxLength: 4 }), ([first, second], changes) => {
        learn(first)
        for (const [place, length, insert] of changes) {
          const at = place % (second.length + 1)
          const line = (second.slice(0, at) + insert + second.slice(at + length)).toWellFormed()
          if (holds(line)) known += 1
          else if (parsed(line) === undefined) broken += 1
          holds(second.slice(0, at).toWellFormed())
        }
      }),
      { numRuns: 2_000 },
    )
    expect(known).toBeGreaterThan(100)
    expect(broken).toBeGreaterThan(1_000)
  })

  const readsAs = (is: (value: unknown) => boolean, token: string): void => {
    const line = `{"a":{"b":${token}},"c":[1,"x"]}`
    const meant = parsed(line) as { a: { b: unknown } } | undefined
    const isExpected = meant !== undefined && is(meant.a.b)
    expect(skimmed(line), line).toStrictEqual(isExpected ? meant : undefined)
  }

  test('of every number and of nothing that is none', () => {
    learn('{"a":{"b":7},"c":[1,"x"]}')
    const token = fc.oneof(
      number,
      fc.string({ unit: fc.constantFrom(...'0123456789.eE+-'), minLength: 1, maxLength: 7 }),
    )
    fc.assert(
      fc.property(token, (written) => readsAs((value) => typeof value === 'number', written)),
      { numRuns: 5_000 },
    )
  })

  test('of every string and of nothing that is none', () => {
    learn('{"a":{"b":"x"},"c":[1,"x"]}')
    const unit = fc.constantFrom(
      '\\',
      '\\',
      '"',
      'u',
      '0',
      'd',
      '8',
      'n',
      't',
      '/',
      'b',
      'f',
      'r',
      'é',
      '😀',
      ' ',
      '\t',
      '\0',
      '\x1f',
      '\x7f',
      'g',
    )
    const token = fc.oneof(
      string,
      fc.string({ unit, maxLength: 14 }).map((inside) => `"${inside}"`),
    )
    fc.assert(
      fc.property(token, (written) => readsAs((value) => typeof value === 'string', written)),
      { numRuns: 10_000 },
    )
  })
})

describe('what is learnt', () => {
  test.each([
    ['a name that comes twice', '{"a":"x","a":"y"}'],
    ['a name with an escape', '{"\\u0061":"x"}'],
    ['a name beyond ASCII', '{"độ mật":"x"}'],
    ['__proto__', '{"__proto__":{"a":"x"}}'],
    ['great depth', `{"a":${'['.repeat(5_000)}"x"${']'.repeat(5_000)}}`],
    ['more values than are kept', `{"a":[${'1,'.repeat(300)}1]}`],
    ['a line that is too long', `{"a":"${'x'.repeat(20_000)}"}`],
  ])('is nothing of %s', (_, line) => {
    learn(line)
    expect(skimmed(line)).toBeUndefined()
  })

  test('is learnt once in eight lines, and then known', () => {
    const seen = Array.from({ length: 9 }, (_, i) => {
      const line = `{"a":"${i}"}`
      const known = skimmed(line) !== undefined
      if (!known) learnFrom(line)
      return known
    })
    expect(seen.at(-1)).toBe(true)
  })

  test('of many forms is forgotten and learnt again', () => {
    for (let i = 0; i < 200; i++) {
      const line = `{"name${i}":"x","b":${i}}`
      learn(line)
      for (const one of [line, '{"name3":"y","b":4}']) holds(one)
    }
    learn('{"name3":"y","b":4}')
    expect(skimmed('{"name3":"z","b":5}')).toEqual({ name3: 'z', b: 5 })
  })
})

test('a value asks only while its line is read', () => {
  learn('{"a":"x","b":1}')
  const kept = skim(Buffer.from('{"a":"y","b":2}'), '{"a":"y","b":2}', (object) => object)
  expect(() => text(kept?.['a'])).toThrow('not being read')
  expect(() => text(kept?.['b'])).toThrow('not being read')
})
