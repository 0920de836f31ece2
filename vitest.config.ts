import { availableParallelism } from 'node:os'
import { defineConfig, type TestProjectConfiguration, type ViteUserConfig } from 'vitest/config'
import { findChromium } from './scripts/chromium.ts'
import { findPostgres } from './scripts/postgres.ts'

const chromium = findChromium()
const browser = '**/*.browser.test.ts'
const database = '**/*.postgres.test.ts'
const built = ['**/node_modules/**', '**/dist/**', '**/.next/**']
const next = 'packages/next/src/**/*.test.ts'
// Properties are tried SALLYPORT_RUNS times, 1000 by default.
const unitTimeout = Math.max(30_000, Number(process.env.SALLYPORT_RUNS ?? 0) * 5)
// Files that start programs wait for them much of the time, so two at once even on one core. More than four would need much memory.
const programs = Math.min(Math.max(availableParallelism(), 2), 4)

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

// The projects run one group after the other (groupOrder): those of a group share its workers. Programs that tests start take ports that
// are free. What two files build in one folder, they build in different groups.
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
          exclude: [...built, browser, database, 'packages/conformance/**', next],
          testTimeout: unitTimeout,
          // To load everything anew for each of 200 files costs as much as all of their tests. What is tested here keeps nothing.
          isolate: false,
          unstubEnvs: true,
          unstubGlobals: true,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          // Next.js keeps its storage in the process, and so do some of ours: each file gets one of its own.
          name: 'unit-next',
          include: [next],
          exclude: [...built, browser, database],
          testTimeout: unitTimeout,
          maxWorkers: '100%',
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
          maxWorkers: programs,
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
          maxWorkers: programs,
          sequence: { groupOrder: 1 },
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
      maxWorkers: programs,
      sequence: { groupOrder: 2 },
    },
  }
}
