import type { KeyObject } from 'node:crypto'
import type { z } from 'zod'
import type { Reconciled } from '../../api/push/days.ts'
import { isSignedAnswer } from '../../api/push/signature.ts'
import { type Receipt, Refused } from '../../api/push/wire.ts'
import type { Clock } from '../../kernel/ports.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { PushClient } from './client.ts'
import { sayConnection } from './connection.ts'

/** Who sends to whom, and by what the answers are known. */
export type Line = {
  readonly sender: string
  readonly receiver: string
  readonly client: PushClient
  /** The receiver's answers are signed with it. */
  readonly receiverKey: KeyObject
  readonly clock: Clock
}

export type NotTaken = {
  /** By the receiver's own word; otherwise it could not be reached, or not be understood. */
  readonly refused: boolean
  /** One Vietnamese sentence. */
  readonly text: string
  /** The sequence the receiver waits for, where it misses some. */
  readonly expected?: number
}

/** Whoever answers may write what it likes: nobody has signed a refusal. */
const LONGEST = 500

const notTaken = (text: string, more: Partial<NotTaken> = {}): Result<never, NotTaken> =>
  err({ refused: false, text, ...more })

/**
 * One request and its answer, which counts only with the receiver's own signature over it and both names in it: whoever else answers at that
 * address proves nothing.
 */
export const exchange = async <T extends Receipt | Reconciled>(
  { client, clock, sender, receiver, receiverKey }: Line,
  path: string,
  body: string,
  schema: z.ZodType<T>,
): Promise<Result<T, NotTaken>> => {
  let answer: { readonly status: number; readonly body: string }
  try {
    answer = await client.post(path, Buffer.from(body), clock.now())
  } catch (error) {
    return notTaken(`không kết nối được: ${sayConnection(error)}`)
  }
  const said = jsonOf(answer.body)
  if (answer.status !== 200) {
    const refused = Refused.safeParse(said)
    if (!refused.success) return notTaken(`nơi nhận trả lời HTTP ${answer.status}`)
    const { error, detail, expected } = refused.data
    return notTaken(`${error}${detail === '' ? '' : `: ${detail.slice(0, LONGEST)}`}`, {
      refused: true,
      ...(error === 'GAP' && expected !== undefined && { expected }),
    })
  }
  const parsed = schema.safeParse(said)
  if (!parsed.success) return notTaken('câu trả lời không phải biên nhận')
  const given = parsed.data
  if (given.sender !== sender || given.receiver !== receiver) return notTaken('biên nhận ghi tên bên khác')
  if (!isSignedAnswer(receiverKey, given))
    return notTaken('chữ ký của biên nhận không đúng khóa của nơi nhận (receiverKey)')
  return ok(given)
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no receiver of ours wrote it: the caller says so
  }
}
