import { vi } from 'vitest'

/** A test that passes waits no longer for it; one on a loaded machine needs more than vitest's second. */
const PATIENCE = 30_000

const { waitFor } = vi
vi.waitFor = (happened, options) =>
  waitFor(happened, typeof options === 'number' ? options : { timeout: PATIENCE, ...options })
