import { describe, expect, test } from 'vitest'
import { Collector, sourceFor } from '../../../ingest/inputs/collectors.ts'
import { collector, TOKEN, testGate } from '../../support/gate.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('the gate', () => {
  test.each([
    ['Bearer', `Bearer ${TOKEN}`],
    ['a scheme in lower case', `bearer ${TOKEN}`],
    ['the api_key of Beats', `ApiKey ${base64(`wef-01:${TOKEN}`)}`],
    ['username and password of Beats', `Basic ${base64(`wef-01:${TOKEN}`)}`],
  ])('lets in who shows the token as %s', (_, header) => {
    const gate = testGate()
    expect(gate.admit(header)).toMatchObject({ ok: true, value: { id: 'wef-01' } })
    expect(gate.denied).toBe(0)
  })

  test.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['a wrong token', 'Bearer wrong'],
    ['the digest in place of the token', `Bearer ${collector().tokenSha256}`],
    ['the token of another collector', `Basic ${base64(`wef-02:${TOKEN}`)}`],
    ['a token without an id', `ApiKey ${base64(TOKEN)}`],
    ['an unknown scheme', `Digest ${TOKEN}`],
    ['two tokens', `Bearer ${TOKEN} ${TOKEN}`],
    ['no token', `Basic ${base64('wef-01:')}`],
  ])('turns away %s, and counts it', (_, header) => {
    const gate = testGate()
    const answer = gate.admit(header)
    expect(answer).toMatchObject({ ok: false, error: { code: 'UNAUTHORIZED' } })
    expect(gate.denied).toBe(1)
    expect(JSON.stringify(answer)).not.toContain(TOKEN)
  })
})

test.each([
  [{}, undefined, 'auto'],
  [{}, 'windows', 'windows'],
  [{ sources: ['windows', 'bkav'] }, undefined, 'windows'],
  [{ sources: ['windows', 'bkav'] }, 'bkav', 'bkav'],
])('a collector with %j that asks for %s delivers to %s', (but, asked, source) => {
  expect(sourceFor(collector(but), asked)).toEqual({ ok: true, value: source })
})

test('a collector may not deliver to a source it was not given', () => {
  expect(sourceFor(collector({ sources: ['windows'] }), 'linux')).toMatchObject({
    ok: false,
    error: { code: 'FORBIDDEN_SOURCE', message: expect.stringContaining('«linux»') },
  })
})

test.each([
  ['a token in clear', { tokenSha256: TOKEN }],
  ['an id with spaces', { id: 'wef 01' }],
  ['an empty list of sources', { sources: [] }],
])('the schema refuses %s', (_, but) => {
  expect(Collector.safeParse({ ...collector(), ...but }).success).toBe(false)
})
