import { z } from 'zod'
import { name, number, opt } from './fields.ts'

/** What went over the network: addresses, connections, names, pages and mail. */
export const network = {
  /** A machine whose name nobody tells is called by its MAC address: who held the address before does not hold it any more. */
  'address.lease': z.object({ host: name, ip: name, mac: opt }),
  'wifi.connect': z.object({ host: name, ssid: name, bssid: opt }),
  /** From `ip` to `to` (an address) and its `port`; `sent` and `fetched`: bytes, as seen from `ip`. `app`: as the source names it. */
  'net.connect': z.object({
    host: opt,
    user: opt,
    ip: opt,
    to: opt,
    port: number,
    protocol: opt,
    domain: opt,
    app: opt,
    process: opt,
    allowed: z.boolean(),
    sent: number,
    fetched: number,
  }),
  /** `domain`: the name that was asked for, in lower case, without its last dot; `type`: of record. */
  'dns.query': z.object({ host: opt, user: opt, ip: opt, domain: name, type: opt, answer: opt, process: opt }),
  /** Out of the network, as a proxy or a sensor saw it; `fetched` and `sent`: bytes. */
  'web.visit': z.object({
    host: opt,
    user: opt,
    ip: opt,
    url: name,
    domain: name,
    method: opt,
    answered: number,
    allowed: z.boolean(),
    category: opt,
    app: opt,
    sent: number,
    fetched: number,
  }),
  /** At a web server of ours: `ip` asked it; `answered`: the status it answered with (RFC 9110, 15). */
  'web.serve': z.object({
    host: opt,
    user: opt,
    ip: opt,
    url: name,
    method: opt,
    answered: number,
    bytes: number,
    referrer: opt,
    client: opt,
  }),
  /**
   * A mail server took a message in for `recipients` people. `sender` is what a client wrote, and names nobody; `message` is the number by
   * which lines about the same message are known.
   */
  'mail.send': z.object({
    system: name,
    sender: opt,
    recipients: number,
    message: opt,
    subject: opt,
    bytes: number,
    ip: opt,
  }),
  /** What became of a message for one `recipient`. */
  'mail.deliver': z.object({ system: name, recipient: name, message: opt, subject: opt, ok: z.boolean() }),
} as const
