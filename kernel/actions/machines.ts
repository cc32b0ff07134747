import { z } from 'zod'
import { name, number, opt } from './fields.ts'

/** What a machine ran, was set to and found of itself. */
export const machines = {
  'power.on': z.object({ host: name }),
  'power.off': z.object({ host: name, sleep: z.boolean().optional() }),
  'log.clear': z.object({ host: name, user: opt, log: name }),
  /** `path`: the file that was begun; `parent`: that of the process that began it; `original`: the name its maker gave it; `hash`: SHA-256. */
  'program.start': z.object({
    host: name,
    user: opt,
    path: name,
    command: opt,
    parent: opt,
    product: opt,
    vendor: opt,
    original: opt,
    hash: opt,
  }),
  /** Code that an interpreter ran. */
  'script.run': z.object({ host: name, user: opt, engine: name, script: name, path: opt }),
  /** Who (`user`) set what: `what` is the sort of setting, `item` which one, `before` and `value` as the source writes them. */
  'config.change': z.object({
    host: name,
    user: opt,
    system: name,
    what: name,
    item: opt,
    before: opt,
    value: opt,
    process: opt,
  }),
  /** `by`: who installed it; `account`: under which it runs. */
  'service.install': z.object({ host: name, by: opt, service: name, path: opt, account: opt }),
  'service.state': z.object({ host: name, service: name, running: z.boolean() }),
  'software.install': z.object({ host: name, user: opt, product: name, version: opt, vendor: opt, ok: z.boolean() }),
  'software.remove': z.object({ host: name, user: opt, product: name, version: opt, vendor: opt, ok: z.boolean() }),
  /** Of the operating system. */
  'update.install': z.object({ host: name, update: name, ok: z.boolean() }),
  'backup.run': z.object({ host: name, agent: name, ok: z.boolean(), what: opt }),
  /**
   * What a machine found of its own state: `what` is the sort, `item` which one, `value` as it stands; `ok`: as it should be, where the
   * machine itself can tell; `total`: how many.
   */
  'machine.state': z.object({
    host: name,
    what: name,
    item: opt,
    value: opt,
    version: opt,
    vendor: opt,
    ok: z.boolean().optional(),
    total: number,
  }),
} as const
