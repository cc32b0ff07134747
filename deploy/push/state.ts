import type { Receipt } from '../../api/push/wire.ts'
import type { KeptTrouble, Mismatch } from './answers.ts'

export type ReceiverState = {
  readonly id: string
  readonly name: string
  /** Its entries are carried as files. */
  readonly isFile: boolean
  /** Entries without a receipt, and since when the first of them is there (epoch ms). */
  readonly n: number
  readonly since?: number
  /** The one that covers most. */
  readonly receipt: Pick<Receipt, 'through' | 'received'> | undefined
  /** The last local day that both sides compared. */
  readonly compared: string | undefined
  readonly trouble: KeptTrouble | undefined
  readonly mismatches: readonly Pick<Mismatch, 'day'>[]
}
export type PushState = {
  /** Why the ledger cannot be read or written. */
  readonly failure: Error | undefined
  /** Since when nothing is entered because alerts are being made anew or copied, epoch ms. */
  readonly held?: number | undefined
  readonly counters: Readonly<Record<'entered' | 'sealed' | 'sent' | 'requests' | 'resent' | 'purged', number>>
  readonly receivers: readonly ReceiverState[]
}
export type Push = {
  state(): PushState
  /** Alerts were written: they are looked at once the caller has done. */
  wake(): void
  stop(): Promise<void>
}
