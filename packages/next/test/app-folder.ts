import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { nextFolder } from './next-server.ts'

const packageFolder = dirname(import.meta.dirname)

/** A copy of an app of this folder, outside the workspace, so that @sallyport/next meets Next.js 15 there. */
export async function createApp15(name: string): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sallyport-next15-')))
  const modules = join(folder, 'node_modules')
  await cp(join(import.meta.dirname, name), folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.next'),
  })
  const own = join(modules, '@sallyport/next')
  await mkdir(own, { recursive: true })
  await cp(join(packageFolder, 'dist'), join(own, 'dist'), { recursive: true })
  await cp(join(packageFolder, 'package.json'), join(own, 'package.json'))
  for (const dependency of ['@sallyport/core', '@sallyport/html', '@sallyport/public-suffixes']) {
    await symlink(await realpath(join(packageFolder, 'node_modules', dependency)), join(modules, dependency))
  }
  await symlink(nextFolder('next15'), join(modules, 'next'))
  for (const dependency of ['react', 'react-dom']) {
    await symlink(await realpath(join(packageFolder, 'node_modules', dependency)), join(modules, dependency))
  }
  const proxy = await readFile(join(folder, 'proxy.js'), 'utf8')
  const middleware = proxy
    .replace('export const proxy', 'export const middleware')
    .replace('export const config = {', "export const config = {\n  runtime: 'nodejs',")
  await rm(join(folder, 'proxy.js'))
  await writeFile(join(folder, 'middleware.js'), middleware)
  return folder
}
