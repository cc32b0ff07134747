import type { ActOf } from '../acts.ts'
import { fullName } from './windows-event.ts'

/** One report of a machine about itself, as the published schema of inventories has it. */
export const inventoryLine = ({ machine, screen, os }: ActOf<'inventory'>, at: number): string =>
  JSON.stringify({
    schema: 'vonggac-inventory/1',
    host: fullName(machine),
    collectedAt: new Date(at).toISOString(),
    items: [
      { what: 'patches', item: 'os', value: os },
      { what: 'screen-lock', item: 'person', value: String(screen), ok: screen > 0 },
      { what: 'autoplay', value: '255', ok: true },
    ],
  })
