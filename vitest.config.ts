import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Tests run on the sources of every package, so no build has to come first.
  ssr: { resolve: { conditions: ['source', 'module', 'node', 'development|production'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    // The embedded warehouse is one engine per process: a process of its own for each file.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
