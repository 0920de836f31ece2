import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.ts'

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly engines?: Readonly<Record<string, string>>
  readonly publishConfig?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export interface Package {
  /** The folder's name: `fastify`. */
  readonly folder: string
  /** From the root: `packages/fastify`. */
  readonly path: string
  readonly manifest: Manifest
}

/** The packages that are published: all below packages/ but the private ones. */
export function publicPackages(): readonly Package[] {
  return readdirSync(join(root, 'packages'))
    .filter((folder) => existsSync(join(root, 'packages', folder, 'package.json')))
    .map((folder) => ({ folder, path: `packages/${folder}`, manifest: readManifest(`packages/${folder}`) }))
    .filter(({ manifest }) => manifest.private !== true)
}

export function readManifest(path: string): Manifest {
  return JSON.parse(read(`${path}/package.json`))
}

/** A file's text; the path starts at the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Every file of the repository whose path ends so, committed or about to be, sorted; what .gitignore names is left out. */
export function files(...endings: readonly string[]): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return listed
    .split('\0')
    .filter((path) => endings.some((ending) => path.endsWith(ending)) && existsSync(join(root, path)))
    .toSorted()
}
