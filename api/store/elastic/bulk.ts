import { type Client, errors, type estypes } from '@elastic/elasticsearch'

/** Something to be done to one document; `key` is the caller's word for it. */
export type Act = {
  readonly key: string
  readonly index: string
  readonly id: string
} & (
  | { readonly kind: 'create'; readonly document: object }
  /** Takes the place of what is there under its id. */
  | { readonly kind: 'index'; readonly document: object }
  | { readonly kind: 'update'; readonly body: object }
  | { readonly kind: 'delete' }
)

/** What Elasticsearch will never take, and why; the rest was taken. */
export type Refused = ReadonlyMap<string, string>

/** A part of what is sent at once stays below this: an index takes 100 MB, and memory is on both sides. */
const MOST_BYTES = 5_000_000

/** Not fit to be taken, and too large. */
const REFUSED: ReadonlySet<number> = new Set([400, 413])
/** What is wrong with the cluster or with what we may do there, and with no document: it is tried again. */
const PASSING = /cluster_block|index_closed|script|invalid_index|security|rejected|timeout|unavailable|not_found/

/**
 * Sends acts in bulk, one part after another. A document that is there already is as good as created, and one that is gone as good as
 * deleted. What is refused for its own sake is given back; for anything else it throws, and everything may be sent again.
 */
export const sendBulk = async (
  client: Client,
  acts: readonly Act[],
  { refresh = false }: { readonly refresh?: boolean } = {},
): Promise<Refused> => {
  const refused = new Map<string, string>()
  const send = async (part: readonly Act[]): Promise<void> => {
    const whole = await request(client, part, refresh)
    if ('items' in whole) {
      whole.items.forEach((item, i) => {
        const reason = faultOf(part[i]!, Object.values(item)[0]!)
        if (reason !== undefined) refused.set(part[i]!.key, reason)
      })
    } else if (part.length === 1) refused.set(part[0]!.key, whole.refused)
    else {
      // Somebody's fault in it: half of it is not at fault, and so on.
      const half = Math.ceil(part.length / 2)
      await send(part.slice(0, half))
      await send(part.slice(half))
    }
  }
  for (const part of partsOf(acts)) await send(part)
  return refused
}

/** One request; refused as a whole it says why. */
const request = async (client: Client, part: readonly Act[], refresh: boolean) => {
  try {
    return await client.bulk({ operations: part.flatMap(operationOf), refresh })
  } catch (error) {
    if (!(error instanceof errors.ResponseError) || !REFUSED.has(error.statusCode ?? 0)) throw error
    return { refused: error.message.slice(0, 500) }
  }
}

const operationOf = (act: Act): estypes.BulkOperationContainer[] | object[] => {
  const place = { _index: act.index, _id: act.id }
  if (act.kind === 'create' || act.kind === 'index') return [{ [act.kind]: place }, act.document]
  if (act.kind === 'update') return [{ update: { ...place, retry_on_conflict: 3 } }, act.body]
  return [{ delete: place }]
}

const partsOf = (acts: readonly Act[]): readonly (readonly Act[])[] => {
  const parts: Act[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const act of acts) {
    const size = act.kind === 'delete' ? 100 : JSON.stringify(act).length
    if (bytes + size > MOST_BYTES) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(act)
    bytes += size
  }
  return parts
}

const faultOf = (act: Act, { status, error }: estypes.BulkResponseItem): string | undefined => {
  if (status < 300) return undefined
  if (act.kind === 'create' && status === 409) return undefined
  if (act.kind === 'delete' && status === 404) return undefined
  const reason = [error?.type, error?.reason, error?.caused_by?.reason].filter(Boolean).join(': ')
  if (REFUSED.has(status) && !PASSING.test(error?.type ?? '')) return reason
  throw Object.assign(new Error(reason), { statusCode: status })
}
