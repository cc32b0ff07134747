import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reread } from '../../deploy/reread.ts'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { openEmbeddedBus } from '../../ingest/bus/embedded.ts'
import type { SourceInstance } from '../../ingest/intake/judge.ts'
import { createIntake, INTAKE_LIMITS } from '../../ingest/intake/local.ts'
import { masker } from '../../ingest/mask.ts'
import { openQuarantine } from '../../ingest/quarantine.ts'
import type { Observation } from '../../kernel/event.ts'
import { temporaryFolder } from '../support/folder.ts'
import { tinyInstance, tinySource } from '../support/tiny-source.ts'

const AT = Date.UTC(2026, 2, 2, 3)
const EVER = { from: -Infinity, to: Infinity }
const clock = { now: () => AT + 60_000 }

/** The tiny source, its parser mended: accounts are written in lower case. */
const mended = (parser: number): SourceInstance => {
  const source = tinySource()
  return tinyInstance({
    source: {
      ...source,
      parser,
      parse(line, context) {
        const read = source.parse(line, context)
        if (!read.ok) return read
        return {
          ok: true,
          value: read.value.map(
            (o) => ({ ...o, user: 'user' in o ? o.user?.toLowerCase() : undefined }) as Observation,
          ),
        }
      },
    },
  })
}

test('lines of an older parser are read again in their place, once; ids, receipt and collector stay', async () => {
  const folder = temporaryFolder()
  const bus = await openEmbeddedBus(join(folder, 'bus'))
  onTestFinished(bus.close)
  const quarantine = openQuarantine(folder, { clock })
  onTestFinished(() => quarantine.close())
  const mask = masker(Buffer.alloc(32, 7))
  const take = createIntake({ bus, quarantine, clock, mask, instances: [tinyInstance()] })
  const lines = [`${AT} pc-01 AN`, `${AT} pc-01 AN`, `${AT + 1} pc-02 bich`, 'quiet'].map((line) => Buffer.from(line))
  await take.deliver({ collector: 'c', source: 'tiny', lines, place: (i) => `a.log@${i}` })
  const held = async (): Promise<readonly Observation[]> => {
    const all: Observation[] = []
    for await (const batch of archiveOf(join(folder, 'bus')).read(EVER)) all.push(...batch)
    return all.filter(({ action }) => action === 'login').sort((a, b) => (a.id < b.id ? -1 : 1))
  }
  const before = await held()
  // The same line twice in a file happened twice.
  expect(new Set(before.map(({ id }) => id)).size).toBe(3)

  const again = (instance: SourceInstance, all = false) =>
    reread({
      ...{ bus, folder: join(folder, 'bus'), quarantine, instance, span: EVER, all, onProgress: () => undefined },
      judge: { instances: [instance], mask, lineBytes: INTAKE_LIMITS.lineBytes },
    })
  expect(await again(tinyInstance())).toMatchObject({ lines: 0 })
  expect(await again(tinyInstance(), true)).toMatchObject({ lines: 4, corrected: 0, unchanged: 4 })
  expect(await again(mended(2))).toEqual({ lines: 4, corrected: 2, unchanged: 2, refused: 0, damagedBlocks: 0 })
  const after = before.map((o) => ({ ...o, user: (o as Observation<'login'>).user.toLowerCase() }))
  expect(await held()).toEqual(after)
  // What was corrected is settled; a still newer parser reads it once more.
  expect(await again(mended(2))).toMatchObject({ corrected: 0 })
  expect(await again(mended(3))).toMatchObject({ corrected: 2 })
  expect(await held()).toEqual(expect.arrayContaining(after))
  expect(new Set((await held()).map((o) => JSON.stringify(o))).size).toBe(3)
})
