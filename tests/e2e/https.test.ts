import { copyFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isCoded } from '../../kernel/errors.ts'
import { has, makeCertificate, ownFolder } from '../support/certificate.ts'
import { tokenOf, writeConfig } from '../support/config.ts'
import { signIn } from '../support/lines.ts'
import { openHere } from '../support/product.ts'

const START = Date.parse('2026-03-02T08:00:00+07:00')

/** Posts over TLS and checks the certificate, as a collector does. */
const post = (port: number, ca: string, body: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${tokenOf('c-win')}` }
    const sent = request(
      { host: '127.0.0.1', port, ca, path: '/ingest/winlogbeat', method: 'POST', headers },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })

test.runIf(has('openssl', 'version'))('with a certificate the HTTP inputs speak HTTPS', async () => {
  const folder = ownFolder()
  const { cert } = makeCertificate(folder)
  const here = await openHere(writeConfig(folder, { ingest: { port: 0, cert: 'cert.pem', key: 'key.pem' } }), START)
  const { port } = here.product.inputs
  expect(await post(port, cert, signIn({ at: START, user: 'an.nv', host: 'PC-01', record: 1 }))).toBe(200)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test('a PEM file that is not there is said by name, and nothing starts', async () => {
  const folder = ownFolder()
  copyFileSync(new URL(import.meta.url), join(folder, 'key.pem'))
  const failure: unknown = await openHere(
    writeConfig(folder, { ingest: { port: 0, cert: 'missing.pem', key: 'key.pem' } }),
    START,
  ).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(isCoded(failure) && failure.code).toBe('CONFIG_INVALID')
  expect(String(failure)).toContain('missing.pem')
})
