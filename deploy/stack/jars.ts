import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool } from './tool.ts'

/** Where servers are kept once they were fetched, and their data: git-ignored, shared by tests, benches and `npm run stack`. */
export const STACK = join(import.meta.dirname, '../../.stack')

const POM = join(import.meta.dirname, 'kafka/pom.xml')
const FETCHING = 300_000

/**
 * The jars of a pom, the broker's (63 MB the first time, some seconds) unless told; a folder named after the digest of the pom, so that a changed pom
 * is another folder. Fetched beside it and moved into place: who comes at the same time finds all of it or nothing.
 * Gives the class path. Throws `TOOL_MISSING`, `SERVER_FAILED`.
 */
export const ensureJars = async (pom = POM, name = 'kafka'): Promise<string> => {
  const digest = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12)
  const folder = join(STACK, `${name}-${digest}`)
  if (!existsSync(folder)) {
    const part = `${folder}.${process.pid}.part`
    await mkdir(part, { recursive: true })
    try {
      const args = ['-B', '-q', '-ntp', '-f', pom, `-Djars=${part}`, 'dependency:copy-dependencies']
      await runTool('mvn', args, FETCHING)
      await rename(part, folder)
    } catch (error) {
      await rm(part, { recursive: true, force: true })
      // Somebody else was faster: theirs is as good.
      if (!existsSync(folder)) throw error
    }
  }
  return join(folder, '*')
}
