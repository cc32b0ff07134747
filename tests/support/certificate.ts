import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

export type Certificate = { readonly cert: string; readonly key: string; readonly file: string }

/** A folder of this test file's own, removed at its end. */
export const ownFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vong-gac-inputs-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Whether a program this test needs is there. Missing, it is said aloud; in CI it is a failure. */
export const has = (program: string, ...args: readonly string[]): boolean => {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch (error) {
    if (process.env['CI']) throw new Error(`${program} is needed in CI and did not run`, { cause: error })
    console.warn(`NOT TESTED: ${program} is not installed here, so what needs it did not run`)
    return false
  }
}

/** A self-signed certificate for vonggac.example and 127.0.0.1, made now: none is kept in the repository. */
export const makeCertificate = (folder: string): Certificate => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=vonggac.example', '-addext', 'subjectAltName=DNS:vonggac.example,IP:127.0.0.1']
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', [...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8'), file: cert }
}
