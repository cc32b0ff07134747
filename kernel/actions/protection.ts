import { z } from 'zod'
import { name, number, opt } from './fields.ts'

/** What guards a machine, and what it found. */
export const protection = {
  /** `age`: of what the agent recognises malware by, days. */
  heartbeat: z.object({ host: name, agent: name, ip: opt, version: opt, age: number }),
  /** A protection, or `part` of it, is on or off from here on. `sid`: whose account did it, where the source tells no name. */
  'protection.change': z.object({ host: name, user: opt, sid: opt, agent: name, part: opt, on: z.boolean() }),
  /** What an agent recognises malware by was renewed, or could not be. */
  'protection.update': z.object({ host: name, agent: name, version: opt, ok: z.boolean() }),
  'malware.found': z.object({ host: name, user: opt, threat: name, path: opt, handled: z.boolean(), agent: opt }),
  /** What a sensor or a firewall took for an attack from `ip` on `to`. */
  'attack.found': z.object({
    host: opt,
    user: opt,
    ip: opt,
    to: opt,
    port: number,
    threat: name,
    category: opt,
    severity: opt,
    blocked: z.boolean(),
  }),
} as const
