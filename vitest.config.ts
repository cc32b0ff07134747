import { defineConfig } from 'vitest/config'
import { projects, testsOf } from './tests/projects.ts'

const tests = testsOf()

export default defineConfig({
  test: {
    setupFiles: ['tests/support/seed.ts', 'tests/support/patience.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 2,
    projects: projects.map((name) => ({
      extends: true,
      test: {
        name,
        include: [...(tests[name] ?? [])],
        // Of the other projects nobody asks for a server.
        ...(name === 'stack' && { globalSetup: ['tests/stack/setup.ts'] }),
      },
    })),
  },
})
