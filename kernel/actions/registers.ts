import { z } from 'zod'
import { name, opt } from './fields.ts'

/** What people keep, and what we say of ourselves; no machine wrote it. */
export const registers = {
  /** An entry of a register of printed documents that people keep: `person` as written there. No machine wrote it. */
  'print.entry': z.object({
    document: name,
    number: opt,
    secrecy: opt,
    person: opt,
    printer: opt,
    pages: opt,
    copies: opt,
    decision: opt,
  }),
  /** A warning of an authority: its `number`, and one thing to look for (`indicator`, of a sort: address, domain, hash …) an observation. */
  'warning.receive': z.object({ number: name, authority: name, title: opt, kind: opt, indicator: opt }),
  /**
   * `restart`: the product was not there to see deliveries from this time on until `until`. What it knew of the pipeline then: since
   * when it was waited for (`since`: its last delivery, or the end of an earlier absence of ours), and that last delivery, put forward
   * by the length of all our absences between (`spoke`). Epoch ms.
   */
  'source.delivery': z.object({
    pipeline: name,
    restart: z.boolean().optional(),
    until: z.number().optional(),
    since: z.number().optional(),
    spoke: z.number().optional(),
  }),
  'account.departed': z.object({ user: name, person: name, status: name, decision: opt, knownSince: z.number() }),
  'account.closed': z.object({ user: name, person: opt }),
  'machine.listed': z.object({ host: name }),
  /**
   * A unit owes something from here on (`obligation`), by the registers alone, until it is met. `duty` is the one thing owed
   * (`kernel/directory/duties.ts`); `item` says it to a reader.
   */
  'obligation.begun': z.object({
    duty: name,
    obligation: name,
    unit: name,
    host: opt,
    device: opt,
    person: opt,
    item: opt,
    until: z.number().optional(),
  }),
  'obligation.met': z.object({ duty: name, obligation: name, unit: name }),
  'host.seen': z.object({ host: name }),
} as const
