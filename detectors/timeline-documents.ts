import type { ListName } from '../kernel/directory/list-names.ts'
import type { Row } from '../kernel/directory/rows.ts'
import type { Rows } from './timeline.ts'

/*
 * Rows that the cases about documents add to the small town.
 */

const pc01 = { id: 'pc-01', unit: 'xa-a', person: 'p-an', role: 'workstation', secrets: false, agent: true } as const

/** An's machine is entered as not connected to the Internet. */
export const notConnected: Rows = { machines: [{ ...pc01, connected: false }] }

/** Nobody has said whether it is. */
export const connectionUnsaid: Rows = { machines: [pc01] }

/** It is connected until 2 March. */
export const connectedToMonday: Rows = {
  machines: [
    { ...pc01, connected: true, to: '2026-03-02' },
    { ...pc01, connected: false, from: '2026-03-03' },
  ],
}

/** An is called Mật. */
export const namedMat: Rows = {
  people: [{ id: 'p-an', name: 'Trần Văn Mật', unit: 'xa-a', status: 'working', it: false }],
}

/** A service on a list. */
export const listed = (list: ListName, entry: string, but: Partial<Row<'lists'>> = {}): Row<'lists'> => ({
  ...{ list, kind: 'domain', entry, origin: 'sổ mẫu', listed: true },
  ...but,
})
