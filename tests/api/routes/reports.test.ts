import { expect, onTestFinished, test } from 'vitest'
import { station } from '../../support/serve.ts'

test('where no reports can be made, whatever is asked of them says so', async () => {
  const { app, close } = await station([])
  onTestFinished(close)
  for (const [method, url] of [
    ['GET', '/api/v1/reports'],
    ['GET', '/api/v1/reports/file?period=2026-03&format=pdf'],
    ['POST', '/api/v1/reports/make'],
  ] as const) {
    const answer = await app.inject({ method, url, headers: { host: '127.0.0.1' } })
    expect(answer.statusCode, url).toBe(404)
    expect(answer.json().detail, url).toContain('nhiều bộ phát hiện')
  }
})
