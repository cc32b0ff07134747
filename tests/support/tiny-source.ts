import type { SourceInstance } from '../../ingest/intake/judge.ts'
import type { Source } from '../../ingest/source.ts'
import type { Observation } from '../../kernel/event.ts'
import { err, ok } from '../../kernel/result.ts'

/**
 * A source for tests of everything around sources. A line is `<epoch ms> <host> <user>`; `quiet` means nothing to it,
 * `boom` makes it throw, anything else is malformed.
 */
export const tinySource = (id = 'tiny'): Source => ({
  id,
  title: { vi: 'Nguồn thử nghiệm', en: 'Test source' },
  parser: 1,
  assumed: false,
  yields: ['login'],
  parse: (line, { received, collector, digest, place }) => {
    if (line === 'quiet') return ok([])
    if (line === 'boom') throw new Error('boom')
    const parts = /^(\d+) (\S+) (.+)$/.exec(line)
    if (!parts) return err({ reason: 'malformed', detail: 'Cần: thời gian, máy, người dùng.' })
    const [, at, host, user] = parts as unknown as [string, string, string, string] // all three groups matched
    const observation: Observation = {
      id: `${digest}@${place}`,
      at: Number(at),
      received,
      source: id,
      collector,
      digest,
      action: 'login',
      user,
      host,
      system: 'windows',
      ok: true,
      via: 'interactive',
    }
    return ok([observation])
  },
  samples: {},
})

export const tinyInstance = (settings: Partial<SourceInstance> = {}): SourceInstance => ({
  id: 'tiny',
  source: tinySource(),
  zone: '+07:00',
  ...settings,
})
