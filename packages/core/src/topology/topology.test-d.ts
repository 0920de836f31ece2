import { defineTopology } from './topology.ts'

const topology = defineTopology({
  apps: {
    shell: { origin: 'https://shell.example.com', frames: ['teams'], calls: ['api'] },
    teams: { origin: ['https://*.team.example.com'], calls: ['api'] },
    catalog: { origin: 'https://catalog.team.example.com', within: 'teams' },
    api: { origin: 'https://api.example.com', cors: { methods: ['PUT'] } },
  },
})
topology.configFor('shell')
topology.check({ api: { cors: false } })
const svg: string = topology.graph('svg')
const names: readonly ('shell' | 'teams' | 'catalog' | 'api')[] = topology.names
void [svg, names]

// @ts-expect-error: no app of this name
topology.configFor('shop')
// @ts-expect-error: no app of this name
topology.check({ shop: {} })
// @ts-expect-error: no such format
topology.graph('png')

defineTopology({
  apps: {
    // @ts-expect-error: a misspelt app
    shell: { origin: 'https://shell.example.com', frames: ['team'] },
    teams: { origin: 'https://*.team.example.com' },
  },
})

defineTopology({
  apps: {
    // @ts-expect-error: a misspelt group
    shell: { origin: 'https://shell.example.com', within: 'tems' },
    teams: { origin: 'https://*.team.example.com' },
  },
})

// @ts-expect-error: origins come from the edges
defineTopology({ apps: { api: { origin: 'https://api.example.com', cors: { origins: ['https://a.example.com'] } } } })

// @ts-expect-error: an unquoted keyword
defineTopology({ apps: { api: { origin: 'https://api.example.com', directives: { 'img-src': ['self'] } } } })
