import type { Change } from '../detectors/state.ts'

/** Grows when saved state of an older build can no longer be read as it is: `MIGRATIONS` says what becomes of it. */
export const STATE_VERSION = 4

/** Saved state as the next version has it. */
type Migration = (saved: readonly Change[]) => readonly Change[]

const MIGRATIONS: Readonly<Record<number, Migration>> = {
  // A target says how far the stream had come when it was asked for.
  1: (saved) => {
    const asked = saved.find(({ space, key }) => space === 'engine' && key === 'watermark')?.value
    return saved.map((change) =>
      change.space === 'target' ? { ...change, value: { ...(change.value as object), asked: asked ?? 0 } } : change,
    )
  },
  // What waits about one entity shares its last sign of life.
  2: (saved) =>
    saved.map((change) => {
      const { waits } = Object(change.value) as { readonly waits?: readonly OldWait[] }
      if (!Array.isArray(waits)) return change
      const lived = waits.flatMap(({ lastLife, after }) => (lastLife > after.at ? [lastLife] : []))
      const value = {
        waits: waits.map(({ lastLife: _, ...wait }: OldWait) => wait),
        ...(lived.length > 0 && { lived: Math.max(...lived) }),
      }
      return { ...change, value }
    }),
  // Signs of life are saved in pages; entries of their own are read all the same. An older build would misread pages.
  3: (saved) => saved,
}

/** What version 2 kept of an absence that waited. */
type OldWait = { readonly after: { readonly at: number }; readonly lastLife: number }

/** State of `version` as this build reads it; undefined where no way leads there. */
export const migrated = (saved: readonly Change[] | undefined, version: number): readonly Change[] | undefined => {
  if (version === STATE_VERSION) return saved
  const migrate = MIGRATIONS[version]
  return saved && migrate && migrated(migrate(saved), version + 1)
}
