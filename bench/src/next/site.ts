import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * - `bare`: the app alone.
 * - `empty-proxy`: with a proxy that does nothing, which is what Next.js charges for any proxy.
 * - `sallyport`: with the two files of our README.
 */
export type SiteVariant = 'bare' | 'empty-proxy' | 'sallyport'

const FILES: Readonly<Record<string, string>> = {
  'app/layout.js': `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>
}
`,
  'app/counter.js': `'use client'
import { useState } from 'react'
export default function Counter() {
  const [count, setCount] = useState(0)
  return <button onClick={() => setCount(count + 1)}>{count}</button>
}
`,
  'app/page.js': `import Counter from './counter'
export default function Page() {
  return <main><h1>A static page</h1><Counter /></main>
}
`,
}

// Uncompressed: packing a page would cost more than all that is compared.
const NEXT_CONFIG = `import { dirname } from 'node:path'
const config = { compress: false, turbopack: { root: dirname(dirname(dirname(import.meta.dirname))) } }
`

const VARIANT_FILES: Readonly<Record<SiteVariant, Readonly<Record<string, string>>>> = {
  bare: { 'next.config.mjs': `${NEXT_CONFIG}export default config\n` },
  'empty-proxy': {
    'next.config.mjs': `${NEXT_CONFIG}export default config\n`,
    'proxy.js': `import { NextResponse } from 'next/server'
export function proxy() {
  return NextResponse.next()
}
`,
  },
  sallyport: {
    'next.config.mjs': `import { strictCsp, withSallyport } from '@sallyport/next/config'
${NEXT_CONFIG}export default withSallyport(config, { csp: strictCsp({ mode: 'nonce' }) })
`,
    'proxy.js': `import { sallyport } from '@sallyport/next'
export const proxy = sallyport()
`,
  },
}

// Below the package, so that the site finds Next.js and ourselves.
const SITES = fileURLToPath(new URL('../../.next-sites/', import.meta.url))

/** Writes the app into a folder of its own, with this many articles beside its one page. */
export async function writeSite(variant: SiteVariant, articles: number): Promise<string> {
  const folder = join(SITES, `${variant}-${articles}`)
  await rm(folder, { recursive: true, force: true })
  for (const [name, text] of Object.entries({ ...FILES, ...VARIANT_FILES[variant], ...articlesOf(articles) })) {
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return folder
}

export async function removeSites(): Promise<void> {
  await rm(SITES, { recursive: true, force: true })
}

/** About 5 kB of HTML each. */
function articlesOf(count: number): Readonly<Record<string, string>> {
  if (count === 0) return {}
  return {
    'app/articles/[id]/page.js': `import Counter from '../../counter'
export const dynamicParams = false
export function generateStaticParams() {
  return Array.from({ length: ${count} }, (_, index) => ({ id: String(index) }))
}
export default async function Article({ params }) {
  const { id } = await params
  return <main><h1>Article {id}</h1>{Array.from({ length: 20 }, (_, index) => <p key={index}>Paragraph {index} of article {id}.</p>)}<Counter /></main>
}
`,
  }
}
