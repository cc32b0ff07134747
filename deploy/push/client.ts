import type { KeyObject } from 'node:crypto'
import { Agent, request } from 'node:https'
import { requestHeaders } from '../../api/push/signature.ts'
import { SECOND } from '../../kernel/time.ts'

/** Longer than a receiver takes over a batch on a slow line. */
const PATIENCE = 60 * SECOND
/** An answer is a receipt or a sentence; whatever sends more is no receiver. */
const LONGEST = 64 * 1024

export type Answer = { readonly status: number; readonly body: string }
export type PushClient = {
  /** One request, signed at that moment. Rejects where no whole answer came. */
  post(path: string, body: Uint8Array, at: number): Promise<Answer>
  close(): void
}

export type ClientOptions = {
  readonly url: string
  /** PEM; the machine's own authorities where `ca` is absent. */
  readonly ca?: string | undefined
  readonly cert: string
  readonly key: string
  readonly signingKey: KeyObject
}

/** HTTPS with both sides shown (mTLS), one connection that is kept. */
export const openClient = ({ url, ca, cert, key, signingKey }: ClientOptions): PushClient => {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 1,
    cert,
    key,
    minVersion: 'TLSv1.2',
    ...(ca !== undefined && { ca }),
  })
  const base = url.replace(/\/+$/, '')

  return {
    post: (path, body, at) =>
      new Promise((resolve, reject) => {
        const headers = {
          'content-type': 'application/json',
          'content-length': String(body.length),
          ...requestHeaders(signingKey, { at, path, body }),
        }
        const asked = request(
          `${base}${path}`,
          { method: 'POST', agent, headers, signal: AbortSignal.timeout(PATIENCE) },
          (answer) => {
            const chunks: Buffer[] = []
            let length = 0
            answer.on('data', (chunk: Buffer) => {
              length += chunk.length
              if (length > LONGEST) answer.destroy(new Error('câu trả lời quá dài'))
              else chunks.push(chunk)
            })
            answer.on('error', reject)
            answer.on('end', () =>
              resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
            )
          },
        )
        asked.on('error', reject)
        asked.end(body)
      }),
    close: () => agent.destroy(),
  }
}
