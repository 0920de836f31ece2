import 'graphiql/setup-workers/vite'
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import 'graphiql/style.css'
import './page.css'

// A worker's script has to be of the page's own origin, so what comes from elsewhere starts as a blob: that imports it, as with esm.sh.
const { Worker } = globalThis
globalThis.Worker = class extends Worker {
  constructor(url, options) {
    const { href, origin } = new URL(url, location.href)
    const source = new Blob([`import ${JSON.stringify(href)}`], { type: 'text/javascript' })
    super(origin === location.origin ? href : URL.createObjectURL(source), { ...options, type: 'module' })
  }
}

const url = new URLSearchParams(location.search).get('api') ?? '/graphql'
const fetcher = createGraphiQLFetcher({ url })
createRoot(document.getElementById('graphiql')).render(createElement(GraphiQL, { fetcher, defaultQuery: '{ hello }' }))
