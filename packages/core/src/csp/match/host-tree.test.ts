import { expect, test } from 'vitest'
import { addHost, createHostTree, lookUpHost } from './host-tree.ts'

const HOSTS = ['a.test', '*.a.test', 'x.a.test', '*.x.a.test', 'a.test.', 'localhost', 'constructor']

test.each<[host: string, matching: string[], parents: string[], apexes: string[]]>([
  ['a.test', ['a.test'], [], ['*.a.test']],
  ['x.a.test', ['*.a.test', 'x.a.test'], ['a.test'], ['*.x.a.test']],
  ['y.x.a.test', ['*.a.test', '*.x.a.test'], ['a.test', 'x.a.test'], []],
  ['b.test', [], [], []],
  ['xa.test', [], [], []],
  ['a.test.', ['a.test.'], [], []],
  ['localhost', ['localhost'], [], []],
  ['constructor', ['constructor'], [], []],
  ['test', [], [], []],
])('%s: matching %s, below %s, above %s', (host, matching, parents, apexes) => {
  const tree = createHostTree<string>()
  for (const each of HOSTS) addHost(tree, each, each)
  expect(lookUpHost(tree, host)).toEqual({ matching, parents, apexes })
})

test('entries of one host stay in their order', () => {
  const tree = createHostTree<number>()
  for (const entry of [1, 2, 3]) addHost(tree, 'a.test', entry)
  expect(lookUpHost(tree, 'a.test').matching).toEqual([1, 2, 3])
})
