import type { Health } from '../api/schemas.ts'

/** What someone should look at, with its cause: a stable code, and one sentence. */
export type Finding = Health['findings'][number]
