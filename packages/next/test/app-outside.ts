import { cp, mkdir, mkdtemp, realpath, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { nextFolder } from './next-server.ts'

const packageFolder = dirname(import.meta.dirname)

/** A copy of an app outside the workspace, in which @sallyport/next meets the Next.js of that name. */
export async function copyApp(app: string, next: 'next' | 'next15'): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), `sallyport-${next}-`)))
  const modules = join(folder, 'node_modules')
  await cp(app, folder, { recursive: true })
  await mkdir(join(modules, '@sallyport/next'), { recursive: true })
  await cp(join(packageFolder, 'dist'), join(modules, '@sallyport/next/dist'), { recursive: true })
  await cp(join(packageFolder, 'package.json'), join(modules, '@sallyport/next/package.json'))
  await symlink(nextFolder(next), join(modules, 'next'))
  for (const name of ['@sallyport/core', '@sallyport/html', '@sallyport/public-suffixes', 'react', 'react-dom']) {
    await symlink(await realpath(join(packageFolder, 'node_modules', name)), join(modules, name))
  }
  return folder
}
