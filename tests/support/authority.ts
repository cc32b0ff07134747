import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { stdio: 'ignore' })
const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** An authority made now, and what it signs: none is kept in the repository. */
export const makeAuthority = (folder: string) => {
  const [key, ca] = [join(folder, 'ca-key.pem'), join(folder, 'ca.pem')]
  openssl('req', '-x509', ...EC, '-days', '2', '-subj', '/CN=thu nghiem', '-keyout', key, '-out', ca)
  return {
    file: ca,
    ca: readFileSync(ca, 'utf8'),
    /** A certificate under this name, for an address (of this machine unless told) and so many days; `store` is key and certificates in one file, as the broker reads them. */
    sign: (name: string, { address = 'IP:127.0.0.1', days = 2 } = {}) => {
      const path = (kind: string): string => join(folder, `${name}${kind}`)
      openssl('req', '-new', ...EC, '-subj', `/CN=${name}`, '-keyout', path('-key.pem'), '-out', path('.csr'))
      writeFileSync(path('.ext'), `subjectAltName=${address}`)
      const by = ['-CA', ca, '-CAkey', key, '-CAcreateserial', '-days', String(days), '-extfile', path('.ext')]
      openssl('x509', '-req', '-in', path('.csr'), ...by, '-out', path('.pem'))
      const [own, cert] = [readFileSync(path('-key.pem'), 'utf8'), readFileSync(path('.pem'), 'utf8')]
      writeFileSync(path('-store.pem'), own + cert + readFileSync(ca, 'utf8'))
      return { key: own, cert, store: path('-store.pem') }
    },
  }
}
