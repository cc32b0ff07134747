import { expect, test } from 'vitest'
import { loadConfig } from '../../deploy/config.ts'
import { defaultSources } from '../../deploy/default-sources.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'

test('lines that name no source are read by what the inputs of their collector say, where these agree', () => {
  const token = { tokenSha256: '0'.repeat(64) }
  const folder = writeConfig(temporaryFolder(), {
    collectors: [
      { id: 'c-bkav', ...token, sources: ['bkav', 'ioffice'] },
      { id: 'c-any', ...token },
      { id: 'c-two', ...token, sources: ['bkav'] },
    ],
    files: [
      { path: '/logs/a', collector: 'c-two', source: 'tthc' },
      { path: '/logs/b', collector: 'c-file', source: 'tthc' },
    ],
  })
  const sources = defaultSources(loadConfig(folder))
  expect(['c-bkav', 'c-any', 'c-two', 'c-file', 'c-gone'].map(sources)).toEqual([
    'bkav',
    'auto',
    'auto',
    'tthc',
    'auto',
  ])
})
