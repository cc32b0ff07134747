import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

const CHROMIUM = '/usr/bin/chromium'

/** Whether a browser is here. Where CI runs without one that is a failure; elsewhere it is said aloud. */
export const hasBrowser = (): boolean => {
  if (existsSync(CHROMIUM)) return true
  const why = `${CHROMIUM} is missing: the tests of the console in a real browser DID NOT RUN`
  if (process.env['CI']) throw new Error(why)
  console.error(`\n!!! ${why}\n`)
  return false
}

/** A browser with a fresh profile that talks to nobody of its own accord. */
export const openBrowser = async (): Promise<BrowserContext> => {
  const profile = mkdtempSync(join(tmpdir(), 'vonggac-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  // Its processes may still be writing when it says that it has closed.
  context.on('close', () => rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return context
}
