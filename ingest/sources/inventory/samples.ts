import type { Sample } from '../../source.ts'
import type { InventoryReport } from './report.ts'

const report = (items: InventoryReport['items'], more: object = {}): string =>
  JSON.stringify({
    schema: 'vonggac-inventory/1',
    ...{ host: 'PC-01.tinh.example', collectedAt: '2026-03-02T08:00:00+07:00', items, ...more },
  })

/** What the source of inventories reads, by example; no real machine. */
export const inventorySamples: Readonly<Record<string, Sample>> = {
  'saved passwords are counted, and a screen does not lock': {
    line: report([
      { what: 'saved-passwords', item: 'firefox', total: 3, ok: false },
      { what: 'screen-lock', value: '0', ok: false },
    ]),
    yields: [
      {
        ...{ action: 'machine.state', at: Date.UTC(2026, 2, 2, 1), host: 'pc-01', what: 'saved-passwords' },
        ...{ item: 'firefox', total: 3, ok: false },
      },
      { action: 'machine.state', what: 'screen-lock', value: '0', ok: false },
    ],
  },
  'software, of which the machine cannot tell whether it may be there': {
    line: report([{ what: 'software', item: 'Example', version: '1.2', vendor: 'Example Co.' }]),
    yields: [{ action: 'machine.state', what: 'software', item: 'Example', version: '1.2', vendor: 'Example Co.' }],
  },
  'nothing to tell': { line: report([]), yields: [{ action: 'other', host: 'pc-01' }] },
  'a sort that the schema does not have': {
    line: report([], { items: [{ what: 'password', value: 'x' }] }),
    yields: 'schema',
  },
  'a key that the schema does not have': { line: report([], { user: 'an.nv' }), yields: 'schema' },
  'a time without a zone': { line: report([], { collectedAt: '2026-03-02T08:00:00' }), yields: 'schema' },
  'a day that is none': { line: report([], { collectedAt: '2026-02-30T08:00:00Z' }), yields: 'time' },
  'cut off': { line: report([]).slice(0, 40), yields: 'malformed' },
}
