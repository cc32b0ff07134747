import type { LineContext, Sample } from '../../../ingest/source.ts'

/** A context for a test line: received two minutes after 08:00 in Vietnam unless told. */
export const contextOf = (sample: Partial<Sample> = {}): LineContext => ({
  received: Date.parse(sample.received ?? '2026-03-02T01:02:00Z'),
  collector: 'collector-01',
  digest: '0123456789abcdef0123456789abcdef',
  place: 'file:12',
  zone: sample.zone ?? 'UTC',
  ...(sample.heading !== undefined && { heading: sample.heading }),
})
