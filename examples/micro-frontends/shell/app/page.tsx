import { connection } from 'next/server'
import { topology } from '../../topology.ts'
import { Demo } from './demo.tsx'
import type { Team } from './teams.tsx'
import { TopologyMap } from './topology-map.tsx'

const { origins, attacker, framePatterns } = topology

const teams: readonly Team[] = [
  { name: 'catalog', title: 'Catalog', stack: 'Fastify', origin: origins.catalog },
  { name: 'checkout', title: 'Checkout', stack: 'NestJS', origin: origins.checkout },
  { name: 'account', title: 'Account', stack: 'Koa', origin: origins.account },
]

export default async function Page() {
  // A nonce is good for one response, so this page is rendered for every request.
  await connection()
  return (
    <>
      <header className="masthead">
        <div>
          <p className="brand">
            <span aria-hidden="true">⚓</span> Harbour
          </p>
          <h1>Three teams, five origins, one page.</h1>
          <p className="lead">
            Each frame below is another team’s app on a host of its own, and all of them call one API. A single topology
            says who may frame and who may call whom; Sallyport turns it into every app’s headers. Use the shop, then
            try to break in.
          </p>
        </div>
        <TopologyMap />
      </header>
      <Demo
        teams={teams}
        places={{ shell: origins.shell, catalog: origins.catalog, api: origins.api, attacker, framePatterns }}
      />
      <footer className="foot">
        This page is <code>{origins.shell}</code>, a Next.js app. The API is <code>{origins.api}</code>. Everything
        listens on this machine alone.
      </footer>
    </>
  )
}
