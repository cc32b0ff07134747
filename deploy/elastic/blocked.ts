import type { Client } from '@elastic/elasticsearch'

/** An index that takes nothing at present, and which settings say so. */
export type Blocked = { readonly index: string; readonly by: readonly string[] }

const DISK = 'read_only_allow_delete'

/** The indices of a prefix that are blocked, by name. Throws what the client throws. */
export const blockedIndices = async (client: Client, prefix: string): Promise<readonly Blocked[]> => {
  const found = await client.indices.getSettings({
    ...{ index: `${prefix}-*`, name: 'index.blocks.*', flat_settings: true, allow_no_indices: true },
  })
  return Object.entries(found)
    .map(([index, { settings = {} }]) => ({
      index,
      by: Object.entries(settings).flatMap(([name, value]) => (String(value) === 'true' ? [name] : [])),
    }))
    .filter(({ by }) => by.length > 0)
    .sort((a, b) => (a.index < b.index ? -1 : 1))
}

/** One line for who looks. */
export const blockedLine = ({ index, by }: Blocked): string =>
  by.some((name) => name.endsWith(DISK))
    ? `${index}: bị khóa, không ghi được (${by.join(', ')}): đĩa của Elasticsearch đã đầy; thêm đĩa hoặc giải phóng chỗ thì Elasticsearch tự mở khóa`
    : `${index}: bị khóa, không ghi được (${by.join(', ')}): ai đó đã đặt khóa ấy; bỏ nó thì Vọng Gác tự ghi tiếp`
