import { hostname } from 'node:os'
import { z } from 'zod'
import { coded } from '../../kernel/errors.ts'
import type { EventBus } from '../../kernel/ports.ts'
import { sayInstant } from '../../kernel/time.ts'
import { isDamage } from '../database.ts'
import { between } from '../detector/between.ts'
import { ledgerIn } from './tables.ts'

/** The topic on which the processes of one log agree on whose ledger tells; nothing of it is ever forgotten. */
export const PUSHERS = 'push'

const Claim = z.object({ ledger: z.string(), node: z.string(), at: z.number() })
type Claim = z.infer<typeof Claim>
/** In whose name is told, from which data folder. */
type Claiming = { readonly sender: string; readonly data: string; readonly now: number }

/**
 * Makes the ledger of a data folder the one that tells in a sender's name for all who share the log, for good: the first that was claimed counts, of two
 * that begin at once too. A second one would be refused by every receiver. A damaged ledger claims nothing: it tells nobody. Throws `CONFIG_INVALID`
 * where it is another one.
 */
export const claimPush = async (bus: EventBus, { sender, data, now }: Claiming): Promise<void> => {
  const ledger = ledgerOf(data)
  if (ledger === undefined) return
  let by = await firstClaim(bus, sender)
  if (!by) {
    const mine: Claim = { ledger, node: hostname(), at: now }
    await bus.publish(PUSHERS, [{ key: sender, value: Buffer.from(JSON.stringify(mine)) }])
    by = await firstClaim(bus, sender)
  }
  if (by?.ledger === ledger) return
  throw coded(
    'CONFIG_INVALID',
    `push: sổ chuyển của «${sender}» do máy ${by?.node ?? '?'} giữ${by ? ` từ ${sayInstant(by.at)}` : ''}, không phải push.db ở ${data}. Chỉ một tiến trình được có mục push: ` +
      'bỏ mục đó ở đây. Nếu push.db ấy đã mất thì thỏa thuận tên sender mới với nơi nhận (docs/push.md).',
  )
}

const ledgerOf = (data: string): string | undefined => {
  try {
    return ledgerIn(data)
  } catch (error) {
    if (isDamage(error)) return undefined
    throw error
  }
}

const firstClaim = async (bus: EventBus, sender: string): Promise<Claim | undefined> => {
  let found: Claim | undefined
  const look = ({ key, value }: { readonly key: string; readonly value: Uint8Array }): void => {
    if (key === sender) found ??= Claim.parse(JSON.parse(Buffer.from(value).toString('utf8')))
  }
  await between(bus, await bus.begin(PUSHERS), await bus.end(PUSHERS), look, PUSHERS)
  return found
}
