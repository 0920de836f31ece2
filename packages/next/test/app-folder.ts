import { cp, mkdir, mkdtemp, readFile, realpath, rename, symlink, writeFile } from 'node:fs/promises'
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
    filter: (path) => !path.includes('.next') && !path.endsWith('next-env.d.ts'),
  })
  const own = join(modules, '@sallyport/next')
  await mkdir(own, { recursive: true })
  await cp(join(packageFolder, 'dist'), join(own, 'dist'), { recursive: true })
  await cp(join(packageFolder, 'package.json'), join(own, 'package.json'))
  for (const dependency of ['@sallyport/core', '@sallyport/html', '@sallyport/public-suffixes']) {
    await symlink(await realpath(join(packageFolder, 'node_modules', dependency)), join(modules, dependency))
  }
  await symlink(nextFolder('next15'), join(modules, 'next'))
  for (const dependency of ['react', 'react-dom', '@types/react', 'typescript']) {
    await linkIfThere(dependency, modules)
  }
  const proxy = await readFile(join(folder, 'proxy.ts'), 'utf8')
  await writeFile(
    join(folder, 'middleware.ts'),
    proxy
      .replace('export const proxy', 'export const middleware')
      .replace('export const config = {', "export const config = {\n  runtime: 'nodejs',"),
  )
  await rename(join(folder, 'proxy.ts'), join(folder, 'proxy.ts.unused'))
  return folder
}

async function linkIfThere(name: string, modules: string): Promise<void> {
  const target = await realpath(join(packageFolder, 'node_modules', name)).catch(() =>
    realpath(join(packageFolder, '../../node_modules', name)).catch(() => undefined),
  )
  if (target === undefined) return
  await mkdir(dirname(join(modules, name)), { recursive: true })
  await symlink(target, join(modules, name))
}
