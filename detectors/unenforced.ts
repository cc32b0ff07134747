import { z } from 'zod'
import { directives } from '../kernel/directory/documents.ts'

const clauseId = z.string().regex(/^[A-Z]+-\d+$/)

/** Paragraphs of a directive that no clause quotes, and why nothing can watch them (`unwatched.yaml`, which explains its fields). */
export const Unwatched = z.strictObject({
  doc: z.enum(directives),
  at: z.array(z.string().min(1)).min(1),
  why: z.string().min(1),
  see: z.array(clauseId).optional(),
})
export type Unwatched = z.infer<typeof Unwatched>

/** Clauses without a rule (`due.yaml`): `served` by another part of the product, or `due` with an issue still to come; and what rules leave out of others. */
export const Unenforced = z.strictObject({
  served: z.array(z.strictObject({ ids: z.array(clauseId).min(1), by: z.string().min(1) })),
  partly: z.array(z.strictObject({ id: clauseId, missing: z.string().min(1) })),
  due: z.array(
    z.strictObject({ issue: z.number().int().positive(), title: z.string().min(1), ids: z.array(clauseId).min(1) }),
  ),
})
export type Unenforced = z.infer<typeof Unenforced>
