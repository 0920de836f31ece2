import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { packPackages } from './pack.ts'
import { run, tool } from './run.ts'

/** What would be published is checked, not what lies in the folders. */
export async function checkTarballs(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-pack-'))
  try {
    const problems: string[] = []
    for (const { path, manifest, tarball } of await packPackages(folder)) {
      problems.push(...(await lint(path, tarball)))
      const attw = await run(tool('attw'), [
        tarball,
        '--profile',
        'esm-only',
        '--no-definitely-typed',
        '--no-color',
        '--no-emoji',
      ])
      if (attw.code !== 0) problems.push(`${manifest.name}: ${attw.output.trim()}`)
      const listed = await run('tar', ['-tzf', tarball])
      const names = listed.output.split('\n')
      for (const wanted of ['package/LICENSE', 'package/README.md'])
        if (!names.includes(wanted)) problems.push(`${manifest.name}: the tarball has no ${wanted}`)
      const tests = names.filter((name) => name.includes('.test'))
      if (tests.length > 0) problems.push(`${manifest.name}: the tarball has tests in it: ${tests.join(', ')}`)
    }
    return problems
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function lint(path: string, tarball: string): Promise<readonly string[]> {
  const bytes = readFileSync(tarball)
  const archive = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const { messages, pkg } = await publint({ pack: { tarball: archive }, strict: true })
  return messages.map((message) => `${path}: ${formatMessage(message, pkg, { color: false }) ?? message.code}`)
}
