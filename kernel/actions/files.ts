import { z } from 'zod'
import { classes } from '../secrecy.ts'
import { name, number, opt } from './fields.ts'

/** What may be done with a document. */
export const handlings = ['create', 'open', 'save', 'print', 'copy', 'send', 'receive', 'publish'] as const

/** Removable media, files and paper. */
export const files = {
  'media.attach': z.object({
    host: name,
    device: name,
    user: opt,
    kind: name,
    vendor: opt,
    model: opt,
    serial: opt,
    volume: opt,
  }),
  'media.detach': z.object({ host: name, device: name }),
  'media.scan': z.object({ host: name, device: opt, volume: opt, clean: z.boolean(), agent: opt }),
  'file.open': z.object({
    host: name,
    user: opt,
    path: name,
    device: opt,
    volume: opt,
    process: opt,
    write: z.boolean(),
  }),
  /** `what`: created, deleted or downloaded, from `url`. */
  'file.change': z.object({ host: name, user: opt, what: name, path: name, process: opt, url: opt }),
  'share.access': z.object({ host: name, user: opt, ip: opt, share: name, path: opt, write: z.boolean() }),
  /** `document` is absent where the source does not tell titles; `path`: the file that a printer of files wrote. */
  'document.print': z.object({
    host: name,
    user: opt,
    document: opt,
    printer: opt,
    path: opt,
    pages: number,
    bytes: number,
  }),
  /**
   * What was done with a document that a product (DLP, EDR) reads as a state secret: never what was only tried. Copied onto `device`; sent
   * or published `to` (a domain). Its title is not told.
   */
  'document.handle': z.object({
    host: name,
    user: opt,
    what: z.enum(handlings),
    degree: z.enum(classes),
    device: opt,
    to: opt,
  }),
} as const
