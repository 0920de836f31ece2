import { basename } from 'node:path'
import { findExpressions } from './regular-expressions.ts'
import { files, type Package, publicPackages, read, readManifest } from './workspace.ts'

/** What ARCHITECTURE.md promises about the source and no other tool looks after. */
export async function checkRules(): Promise<readonly string[]> {
  return [
    ...coreStandsAlone(),
    ...requestsMeetNoExpressions(),
    ...adaptersStayThin(),
    ...filesStayShort(),
    ...examplesStaySmall(),
    ...findingCodesAreUsed(),
    ...testsAllRun(),
    ...noRegistryIsNamed(),
    ...packagesAreOneRelease(),
  ]
}

const source = files('.ts', '.tsx').filter((path) => !isTest(path))

function isTest(path: string): boolean {
  return /\.test(-\w+)?\.tsx?$/.test(path) || path.includes('/test/') || path.startsWith('test/')
}

function coreStandsAlone(): readonly string[] {
  const { dependencies, peerDependencies, optionalDependencies } = readManifest('packages/core')
  const names = Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })
  const imports = source
    .filter((path) => path.startsWith('packages/core/src/'))
    .flatMap((path) =>
      importsOf(path)
        .filter((name) => !name.startsWith('.'))
        .map((name) => `${path}: imports ${name}`),
    )
  return [...names.map((name) => `packages/core/package.json: depends on ${name}`), ...imports]
}

function importsOf(path: string): readonly string[] {
  const found = read(path).matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g)
  return [...found].flatMap(([, , name]) => (name === undefined ? [] : [name]))
}

/** Where a regular expression may stand all the same: what may be there, and why no request can make it slow. */
const EXPRESSIONS: Readonly<Record<string, readonly [what: readonly string[], why: string]>> = {
  'packages/core/src/cors/migration/expression-translation.ts': [['RegExp'], 'reads the source of one, and runs none'],
  'packages/core/src/cors/migration/origin-function.ts': [['RegExp'], 'translates what the function answers with'],
  'packages/core/src/cors/migration/origins.ts': [['RegExp'], 'translates what a configuration holds'],
  'packages/core/src/csp/source.ts': [['/[\\t\\n\\f\\r ]+/'], 'words a finding about a configuration'],
  'packages/core/src/finding.ts': [['RegExp'], 'shows one that a configuration holds'],
  'packages/fastify/src/target-routes.ts': [['/(\\/:[^/()]*)\\?(\\/?)$/'], 'reads the paths of the app’s own routes'],
  'packages/koa/src/router-match.ts': [['.match('], 'a method of Koa’s router, which would route the request anyway'],
  'packages/nest/src/nest-internals.ts': [['RegExp'], 'the type of the hosts a controller names'],
  'packages/nest/src/route-table.ts': [
    ['RegExp', '.match('],
    'Nest’s own expressions for routes and hosts, as Nest runs them',
  ],
  'packages/next/src/build-output.ts': [['RegExp'], 'Next.js’s own expressions for pages, as Next.js runs them'],
  'packages/next/src/rendering.ts': [['RegExp'], 'the same'],
  'packages/next/src/terminal-text.ts': [
    ['/[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}]/gu'],
    'one character at a time, of what a build found, for a terminal',
  ],
}

/** A regular expression can take a hostile header for minutes; what reads requests reads them character by character. */
function requestsMeetNoExpressions(): readonly string[] {
  const paths = source.filter((path) => /^packages\/(?:core|node|fastify|koa|nest|next)\/src\//.test(path))
  const found = paths.flatMap((path) => findExpressions(read(path)).map((one) => ({ path, ...one })))
  const used = new Set(found.map(({ path, what }) => `${path}: ${what}`))
  const unused = Object.entries(EXPRESSIONS).flatMap(([path, [allowed]]) =>
    allowed.map((what) => `${path}: ${what}`).filter((entry) => !used.has(entry)),
  )
  return [
    ...found
      .filter(({ path, what }) => EXPRESSIONS[path]?.[0].includes(what) !== true)
      .map(({ path, line, what }) => `${path}:${line}: ${what} is a regular expression, and may meet a request`),
    ...unused.map((entry) => `scripts/check-rules.ts: EXPRESSIONS has ${entry}, which is not there`),
  ]
}

/** Of ours, an adapter takes the core, the Node seam and the public suffixes; beside them at most one small package. The framework is a peer. */
function adaptersStayThin(): readonly string[] {
  const ours = ['@sallyport/core', '@sallyport/node', '@sallyport/public-suffixes']
  return publicPackages().flatMap(({ path, manifest }) => {
    const others = Object.keys(manifest.dependencies ?? {}).filter((name) => !ours.includes(name))
    const wrong = others.length > 1 || others.some((name) => name.startsWith('@sallyport/'))
    return wrong ? [`${path}/package.json: depends on ${others.join(' and ')}`] : []
  })
}

function filesStayShort(): readonly string[] {
  const longest = 300
  return source.flatMap((path) => {
    const lines = lineCount(path)
    return lines > longest ? [`${path}: ${lines} lines; over ${longest} a file holds two concepts`] : []
  })
}

/** A reader takes in a whole example at once. */
function examplesStaySmall(): readonly string[] {
  const most = 60
  return ['fastify', 'koa', 'nest', 'next'].flatMap((name) => {
    const own = source.filter((path) => path.startsWith(`examples/${name}/`) && basename(path) !== 'next.config.ts')
    const lines = own.reduce((sum, path) => sum + lineCount(path), 0)
    return lines > most ? [`examples/${name}: ${lines} lines in ${own.length} files; at most ${most}`] : []
  })
}

function lineCount(path: string): number {
  return read(path).split('\n').length - 1
}

/** Every code of the table is raised somewhere: a code without a cause is a promise nobody keeps. */
function findingCodesAreUsed(): readonly string[] {
  const table = read('packages/core/src/finding.ts')
  const start = table.indexOf('FINDING_CODES = {')
  const codes = [...table.slice(start, table.indexOf('} as const', start)).matchAll(/^ {2}'([a-z-]+)':/gm)]
  if (codes.length === 0) return ['packages/core/src/finding.ts: no codes found in FINDING_CODES']
  const text = source
    .filter((path) => path.startsWith('packages/core/src/') && !path.endsWith('/finding.ts'))
    .map(read)
    .join('\n')
  return codes.flatMap(([, code]) => (text.includes(`'${code}'`) ? [] : [`FINDING_CODES: nothing raises '${code}'`]))
}

/** No test is left out, singled out or put off. */
function testsAllRun(): readonly string[] {
  const modifiers =
    /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.(skip|only|todo|fails|skipIf|runIf)\b|\b(?:ctx|context)\.skip\(/
  return files('.ts', '.tsx')
    .filter(isTest)
    .flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => (modifiers.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    )
}

/** Which registry packages come from is the reader's choice. */
function noRegistryIsNamed(): readonly string[] {
  const hosts =
    /\b(?:registry\.npmjs\.org|registry\.yarnpkg\.com|registry\.npmmirror\.com|npm\.pkg\.github\.com|npm\.jsr\.io)\b/
  return files('.ts', '.tsx', '.js', '.json', '.yaml', '.yml', '.md', '.npmrc', '.ci/run')
    .filter((path) => path !== 'scripts/check-rules.ts')
    .flatMap((path) => (hosts.test(read(path)) ? [`${path}: names a package registry`] : []))
}

/** All packages carry one version and the same promises. */
function packagesAreOneRelease(): readonly string[] {
  const packages = publicPackages()
  const versions = new Set(packages.map(({ manifest }) => manifest.version))
  const mixed = versions.size > 1 ? [`packages: versions differ: ${[...versions].join(', ')}`] : []
  return [...mixed, ...packages.flatMap(promises)]
}

function promises({ path, manifest }: Package): readonly string[] {
  const problems: string[] = []
  if (manifest.engines?.node !== '>=22.12') problems.push(`${path}/package.json: engines.node is not >=22.12`)
  if (manifest.publishConfig?.provenance !== true)
    problems.push(`${path}/package.json: would publish without provenance`)
  if (manifest.publishConfig?.access !== 'public')
    problems.push(`${path}/package.json: would not be published for everybody`)
  return problems
}
