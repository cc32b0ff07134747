import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generatedFiles } from '../../deploy/docs/generated.ts'

const files = await generatedFiles()

test.each([...files])('%s is what the code says (else: npm run docs)', (path, content) => {
  expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(content)
})
