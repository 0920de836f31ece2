import { cp, mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nextFolder } from '../next-server.ts'

export type AppName = 'next16' | 'next16-cache-components' | 'next15'

const packageFolder = join(import.meta.dirname, '../..')
const sources = join(import.meta.dirname, 'apps')
/** Below the workspace, because Turbopack looks at nothing outside of the folder that has the lockfile. */
export const built: string = join(import.meta.dirname, 'built')

export interface CreatedApp {
  readonly folder: string
  /** The Next.js that it has. */
  readonly next: string
}

/**
 * Puts an app together from what all have in common and what it has for itself. Each page is there twice: as it is, and below `/attacked`
 * with comments that try to run scripts.
 */
export async function createApp(name: AppName, bundler: string): Promise<CreatedApp> {
  const folder = join(built, `${name}-${bundler}`)
  await rm(folder, { recursive: true, force: true })
  const shared = join(sources, 'shared')
  for (const part of ['components', 'comments', 'public', 'policy.js', 'jsconfig.json'])
    await copy(shared, part, folder)
  const kinds = name === 'next16-cache-components' ? join(sources, name, 'kinds') : join(shared, 'kinds')
  await cp(join(shared, 'app'), join(folder, 'app'), { recursive: true })
  for (const [tree, comments] of [
    ['(calm)', 'none'],
    ['attacked', 'attack'],
  ] as const) {
    await cp(kinds, join(folder, 'app', tree), { recursive: true })
    await cp(join(shared, 'comments', `${comments}.jsx`), join(folder, 'app', tree, 'comments.jsx'))
  }
  if (name !== 'next16-cache-components') await addPagesOfTheOtherKind(folder, shared)
  await cp(join(sources, name), folder, { recursive: true, filter: (path) => !path.startsWith(kinds) })
  await installInto(folder, name === 'next15' ? 'next15' : 'next')
  return { folder, next: await realpath(join(folder, 'node_modules/next')) }
}

/** The recipes, kept and rendered per request, and the Pages Router. */
async function addPagesOfTheOtherKind(folder: string, shared: string): Promise<void> {
  const font = join(nextFolder('next'), 'dist/next-devtools/server/font/geist-latin.woff2')
  for (const tree of ['recipes', 'live-recipes']) {
    const recipes = join(folder, 'app/(calm)', tree)
    await cp(join(shared, 'recipes'), recipes, { recursive: true })
    await cp(font, join(recipes, 'font/font.woff2'))
  }
  await cp(join(shared, 'live-recipes-layout.jsx'), join(folder, 'app/(calm)/live-recipes/layout.jsx'))
  for (const tree of ['pages/legacy', 'pages/attacked/legacy']) {
    await cp(join(shared, 'legacy'), join(folder, tree), { recursive: true })
  }
}

/** What `npm install` would do, so that the package and Next.js meet each other as in a project of its own. */
export async function installInto(folder: string, next: 'next' | 'next15'): Promise<void> {
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, '@sallyport/next'), { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }))
  for (const part of ['dist', 'package.json']) await copy(packageFolder, part, join(modules, '@sallyport/next'))
  const { dependencies } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))
  for (const dependency of [...Object.keys(dependencies), 'react', 'react-dom', 'styled-components']) {
    await link(join(packageFolder, 'node_modules', dependency), join(modules, dependency))
  }
  await link(nextFolder(next), join(modules, 'next'))
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await symlink(await realpath(from), to)
}

function copy(from: string, part: string, to: string): Promise<void> {
  return cp(join(from, part), join(to, part), { recursive: true })
}
