import { z } from 'zod'
import { levels } from '../kernel/alert.ts'

/** One clause of the catalogue (`clauses.yaml`, which explains its fields). */
export const Clause = z.object({
  id: z.string().regex(/^[A-Z]+-\d+$/),
  vi: z.string(),
  en: z.string(),
  kind: z.string(),
  level: z.enum(levels),
  answers: z.enum(['officer', 'unit', 'centre', 'none']),
  basis: z.array(z.object({ doc: z.string(), at: z.string().optional(), quote: z.string().optional() })),
  witness: z.array(z.string()),
  note: z.string().optional(),
})
export type Clause = z.infer<typeof Clause> & {
  /** What its rules leave out (`partly` in `due.yaml`): their silence does not say that it is kept. */
  readonly leftOut?: string
}
export type ClauseId = `${Uppercase<string>}-${number}`
export type Catalogue = ReadonlyMap<string, Clause>
