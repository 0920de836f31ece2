import { buildApp, type RunningApp, startApp } from '../next-server.ts'
import { type AppName, createApp } from './create-app.ts'
import { type Injector, startInjector } from './injector.ts'
import { type OtherOrigin, startOtherOrigin } from './other-origin.ts'

export type Bundler = 'turbopack' | 'webpack'

/** An app that was built and started, and who else has a part in it. */
export interface RunningMatrix {
  readonly folder: string
  readonly next: string
  readonly app: RunningApp
  readonly other: OtherOrigin
  /** The same app, with markup added to its pages on the way. */
  readonly injector: Injector
  close(): Promise<void>
}

export async function runMatrix(name: AppName, bundler: Bundler): Promise<RunningMatrix> {
  const other = await startOtherOrigin()
  const env = { NEXT_PUBLIC_OTHER_PORT: String(other.port) }
  const { folder, next } = await createApp(name, bundler)
  // Next.js 15 takes webpack unless told otherwise, and does not know the flag.
  const args = bundler === 'webpack' && name !== 'next15' ? ['--webpack'] : []
  await buildApp(next, folder, env, args)
  const app = await startApp(next, folder, env)
  const injector = await startInjector(app.url, attackOn(other.url))
  return {
    folder,
    next,
    app,
    other,
    injector,
    close: async () => {
      await Promise.all([injector.close(), app.close(), other.close()])
    },
  }
}

/** What the comments of the attacked pages hold too: see apps/shared/comments/attack.jsx. */
const attackOn = (other: string) => `<script>window.__injected = 'inline'</script>
<script src="${other}/injected.js"></script>
<script nonce="bWFkZSB1cA">window.__injected = 'nonce'</script>`
