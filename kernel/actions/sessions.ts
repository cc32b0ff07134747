import { z } from 'zod'
import { name, opt } from './fields.ts'

/** Why a login was refused, in one word whatever the source says. */
export const refusals = [
  'bad-password',
  'no-such-user',
  'disabled',
  'locked',
  'expired',
  'outside-hours',
  'other',
] as const

/** How a session began; decides whether a person sat at (or reached into) the machine. */
export const logonKinds = ['interactive', 'remote', 'unlock', 'network', 'service', 'batch', 'application'] as const

/** Who got in, and what he did there. */
export const sessions = {
  login: z.object({
    user: name,
    host: opt,
    system: name,
    ok: z.boolean(),
    via: z.enum(logonKinds),
    ip: opt,
    from: opt,
    elevated: z.boolean().optional(),
    refusal: z.enum(refusals).optional(),
    session: opt,
    automatic: z.boolean().optional(),
  }),
  logout: z.object({ user: name, host: opt, system: name, session: opt, via: z.enum(logonKinds).optional() }),
  'session.lock': z.object({ user: name, host: name }),
  'session.unlock': z.object({ user: name, host: name }),
  'session.connect': z.object({ user: name, host: name, ip: opt, from: opt }),
  'session.disconnect': z.object({ user: name, host: name, ip: opt, from: opt }),
  /** A session as a service beside the login tells it (`what`): remote desktop, a tunnel, a device. No login, which tells of itself. */
  'session.event': z.object({ user: name, host: opt, system: name, ip: opt, what: name, ok: z.boolean() }),
  activity: z.object({ user: name, host: opt, system: name, ip: opt, what: name }),
  privilege: z.object({ user: name, host: opt, system: name, ok: z.boolean(), target: opt, what: opt }),
} as const
