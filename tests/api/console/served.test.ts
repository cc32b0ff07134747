import { expect, onTestFinished, test } from 'vitest'
import { station } from '../../support/serve.ts'

test.each(['/', '/bao-cao', '/ngoai-danh-ba', '/anh-xa'])('every module that %s asks for is served', async (page) => {
  const { app, close } = await station([])
  onTestFinished(close)
  const seen = new Set<string>()
  const walk = async (url: string): Promise<void> => {
    if (seen.has(url)) return
    seen.add(url)
    const { statusCode, body } = await app.inject({ url, headers: { host: '127.0.0.1' } })
    expect(statusCode, url).toBe(200)
    const asked = [...body.matchAll(/(?:from\s*|src=|href=)['"](\.{1,2}\/[^'"]+|\/[^'"]+\.(?:ts|js|css|svg))['"]/g)]
    for (const [, place] of asked) await walk(new URL(place!, `http://127.0.0.1${url}`).pathname)
  }
  await walk(page)
  expect(seen.size).toBeGreaterThan(10)
})
