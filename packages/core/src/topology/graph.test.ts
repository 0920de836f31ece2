import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { layOut } from './layout.ts'
import { defineTopology } from './topology.ts'

const topology = defineTopology({
  apps: {
    shell: { origin: 'https://shell.example.com', frames: ['teams'], calls: ['api'] },
    teams: { origin: 'https://*.team.example.com', calls: ['api'], imports: ['cdn'] },
    catalog: { origin: 'https://catalog.team.example.com', within: 'teams' },
    api: { origin: 'https://api.example.com' },
    cdn: { origin: 'https://cdn.example', external: true },
  },
})

test('as data: every app with its kind, every declared edge', () => {
  expect(topology.graph('json')).toEqual({
    apps: [
      { name: 'shell', origins: ['https://shell.example.com'], kind: 'page' },
      { name: 'teams', origins: ['https://*.team.example.com'], kind: 'group' },
      { name: 'catalog', origins: ['https://catalog.team.example.com'], kind: 'page', within: 'teams' },
      { name: 'api', origins: ['https://api.example.com'], kind: 'api' },
      { name: 'cdn', origins: ['https://cdn.example'], kind: 'external' },
    ],
    edges: [
      { from: 'shell', to: 'teams', kind: 'frames' },
      { from: 'shell', to: 'api', kind: 'calls' },
      { from: 'teams', to: 'api', kind: 'calls' },
      { from: 'teams', to: 'cdn', kind: 'imports' },
    ],
  })
})

test('as a Mermaid flowchart', () => {
  expect(topology.graph('mermaid')).toBe(`flowchart TB
  app0["shell<br/>https://shell.example.com"]
  app1["teams<br/>https://*.team.example.com"]
  app2["catalog<br/>https://catalog.team.example.com"]
  app3[("api<br/>https://api.example.com")]
  app4(["cdn<br/>https://cdn.example"])
  app0 -->|frames| app1
  app0 -.->|calls| app3
  app1 -.->|calls| app3
  app1 ==>|imports| app4
  app2 ---|within| app1
`)
})

test('as a drawing that says in words what it shows', () => {
  const svg = topology.graph('svg')
  expect(svg).toContain('<desc>shell frames teams; shell calls api; teams calls api; teams imports from cdn.</desc>')
  for (const name of topology.names) expect(svg).toContain(`>${name}</text>`)
})

test('rows: what is framed stands below what frames it, members beside their group, what is called below all', () => {
  const rows = new Map(layOut(topology.graph('json')).boxes.map(({ app, row }) => [app.name, row]))
  expect(Object.fromEntries(rows)).toEqual({ shell: 0, teams: 1, catalog: 1, api: 2, cdn: 2 })
})

test('a call upwards leaves the rows as the frames have them', () => {
  const { boxes } = layOut({
    apps: ['shell', 'team'].map((name) => ({ name, origins: [], kind: 'page' })),
    edges: [
      { from: 'team', to: 'shell', kind: 'calls' },
      { from: 'shell', to: 'team', kind: 'frames' },
    ],
  })
  expect(boxes.map(({ app, row }) => [app.name, row])).toEqual([
    ['shell', 0],
    ['team', 1],
  ])
})

const graphs = fc.uniqueArray(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 8 }).chain((names) =>
  fc.record({
    apps: fc.constant(names.map((name) => ({ origin: 'https://*.example.com', name }))),
    edges: fc.array(
      fc.record({
        from: fc.constantFrom(...names),
        to: fc.constantFrom(...names),
        kind: fc.constantFrom('frames', 'calls', 'imports'),
      }),
      { maxLength: 12 },
    ),
  }),
)

test('no two boxes overlap, and all are on the paper, whatever the edges', () => {
  fc.assert(
    fc.property(graphs, ({ apps, edges }) => {
      const nodes = apps.map(({ name, origin }) => ({ name, origins: [origin], kind: 'page' as const }))
      const { boxes, width, height } = layOut({ apps: nodes, edges })
      boxes.forEach((box, index) => {
        expect(box.x - box.width / 2).toBeGreaterThanOrEqual(0)
        expect(box.x + box.width / 2).toBeLessThanOrEqual(width)
        expect(box.y + box.height / 2).toBeLessThanOrEqual(height)
        for (const other of boxes.slice(index + 1)) {
          const apart =
            Math.abs(box.x - other.x) >= (box.width + other.width) / 2 ||
            Math.abs(box.y - other.y) >= (box.height + other.height) / 2
          expect(apart).toBe(true)
        }
      })
    }),
    { numRuns: runs(200) },
  )
})

test('a name is text in every picture, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      fc.pre(name !== '__proto__')
      const draw = (app: string) => defineTopology({ apps: { [app]: { origin: 'https://a.example.com' } } })
      const tags = (svg: string): number => svg.split('<').length
      expect(tags(draw(name).graph('svg'))).toBe(tags(draw('plain').graph('svg')))
      expect(draw(name).graph('mermaid').split('\n')).toHaveLength(3)
      expect(draw(name).graph('mermaid').split('"')).toHaveLength(3)
    }),
    { numRuns: runs(500) },
  )
})
