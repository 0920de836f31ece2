import { defineConfig, type TestProjectConfiguration, type ViteUserConfig } from 'vitest/config'
import { findChromium } from './scripts/chromium.ts'
import { findPostgres } from './scripts/postgres.ts'

const chromium = findChromium()
const browser = '**/*.browser.test.ts'
const database = '**/*.postgres.test.ts'
const built = ['**/node_modules/**', '**/dist/**', '**/.next/**']

const postgresProject: TestProjectConfiguration = {
  test: {
    name: 'postgres',
    include: [database],
    exclude: built,
    globalSetup: ['packages/reports/test/postgres-cluster.ts'],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    maxWorkers: 1,
    sequence: { groupOrder: 4 },
  },
}

// The projects run one after the other (groupOrder). Those that start programs of their own, with ports of their own,
// run a file at a time (maxWorkers).
const config: ViteUserConfig = defineConfig({
  test: {
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'examples/**/*.test.ts',
            'bench/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: [...built, browser, database, 'packages/conformance/**'],
          // Properties are tried SALLYPORT_RUNS times, 1000 by default.
          testTimeout: Math.max(30_000, Number(process.env.SALLYPORT_RUNS ?? 0) * 5),
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'contract',
          include: ['packages/conformance/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
          exclude: [...built, browser, database],
          testTimeout: 30_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'consumer',
          include: ['test/**/*.test.ts'],
          exclude: [...built, browser, database],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      ...(chromium === undefined ? [] : [browserProject(chromium)]),
      ...(findPostgres() === undefined ? [] : [postgresProject]),
    ],
  },
})

export default config

function browserProject(chromium: string): TestProjectConfiguration {
  return {
    test: {
      name: 'browser',
      include: [browser],
      exclude: built,
      env: { CHROMIUM_PATH: chromium },
      testTimeout: 60_000,
      hookTimeout: 240_000,
      maxWorkers: 1,
      sequence: { groupOrder: 3 },
    },
  }
}
