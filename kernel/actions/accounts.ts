import { z } from 'zod'
import { name, opt } from './fields.ts'

/** What was done to accounts and their groups. */
export const accounts = {
  'account.create': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.enable': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.disable': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.delete': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.unlock': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.lock': z.object({ user: name, by: opt, host: opt, system: name, from: opt }),
  'account.change': z.object({ user: name, by: opt, host: opt, system: name, what: opt }),
  'password.change': z.object({ user: name, by: opt, host: opt, system: name, ok: z.boolean() }),
  'group.add': z.object({ user: name, by: opt, host: opt, system: name, group: name, groupSid: opt }),
  'group.remove': z.object({ user: name, by: opt, host: opt, system: name, group: name, groupSid: opt }),
} as const
