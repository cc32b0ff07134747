import type { Alert } from '../../kernel/alert.ts'
import type { AlertRow, Health, Reevaluation, Revision, RuleInfo, UnitInfo } from '../schemas.ts'
import type { Summary } from './state.ts'

export type Page = {
  readonly alerts: readonly AlertRow[]
  readonly next?: string
  readonly sequence: number
}

/** What the server refused, in its own Vietnamese words; or that it could not be reached. */
const fault = async (response: Response): Promise<Error> => {
  const problem: unknown = await response.json().catch(() => undefined)
  const detail = typeof problem === 'object' && problem !== null && 'detail' in problem ? problem.detail : undefined
  return new Error(typeof detail === 'string' ? detail : `Máy chủ trả lời ${response.status}.`)
}

/** Asks the API; throws what it refused in its own words. */
export const ask = async <T>(path: string, request: RequestInit = {}): Promise<T> => {
  const response = await fetch(`/api/v1${path}`, request).catch((cause: unknown) => {
    if (request.signal?.aborted) throw cause
    throw new Error('Không kết nối được máy chủ.', { cause })
  })
  if (!response.ok) throw await fault(response)
  // The server serialised it through the schema this type is inferred from.
  return (await response.json()) as T
}

export const readPage = (query: URLSearchParams, signal: AbortSignal): Promise<Page> =>
  ask(`/alerts?${query}`, { signal })
export const readAlert = (id: string): Promise<{ alert: Alert; history: readonly Revision[] }> =>
  ask(`/alerts/${encodeURIComponent(id)}`)
export const readSummary = (query: URLSearchParams): Promise<Summary> => ask(`/summary?${query}`)
export const readRules = (): Promise<readonly RuleInfo[]> => ask('/rules')
export const readUnits = (): Promise<readonly UnitInfo[]> => ask('/units')
export const readHealth = (): Promise<Health> => ask('/health')
export const readReevaluation = (): Promise<Reevaluation> => ask('/reevaluation')
