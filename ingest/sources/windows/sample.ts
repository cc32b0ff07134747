export type Parts = { readonly user_data?: unknown; readonly [name: string]: unknown }

/** A record as Winlogbeat 8 writes it; no real person, machine or address. */
export const winlog = (event_id: number, event_data: unknown, parts: Parts): string =>
  JSON.stringify({
    '@timestamp': '2026-03-02T01:00:00.123Z',
    event: { code: String(event_id), kind: 'event' },
    host: { name: 'wec-01' },
    winlog: { ...parts, event_id: String(event_id), record_id: 7, computer_name: 'PC-01.tinh.example', event_data },
  })
