import { createHash } from 'node:crypto'
import { type Collector, createGate, type Gate } from '../../ingest/inputs/collectors.ts'

export const TOKEN = 'token-of-the-tests-0123456789'

export const collector = (but: Partial<Collector> = {}): Collector => ({
  id: 'wef-01',
  tokenSha256: createHash('sha256').update(TOKEN).digest('hex'),
  ...but,
})

/** A gate that lets in the collector `wef-01`, with `TOKEN`. */
export const testGate = (but: Partial<Collector> = {}): Gate => createGate([collector(but)])

export const bearer = `Bearer ${TOKEN}`
export const apiKey = `ApiKey ${Buffer.from(`wef-01:${TOKEN}`).toString('base64')}`
