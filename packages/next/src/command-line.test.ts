import { expect, test } from 'vitest'
import { type CommandLine, readCommandLine } from './command-line.ts'

test.each<[line: string, read: CommandLine]>([
  ['next', { kind: 'next', folder: '.', dist: '.next', json: false }],
  ['next web --json', { kind: 'next', folder: 'web', dist: '.next', json: true }],
  ['next --dist build web', { kind: 'next', folder: 'web', dist: 'build', json: false }],
  ['--help', { kind: 'help' }],
  ['next -h', { kind: 'help' }],
])('%s', (line, read) => expect(readCommandLine(line.split(' '))).toEqual(read))

test.each([
  [[], 'Which command? There is one: next.'],
  [['check'], 'There is no command "check". There is one: next.'],
  [['next', 'a', 'b'], 'One folder, please, without "b".'],
  [['next', '--fix'], "Unknown option '--fix'"],
  [['next', '--json=yes'], "Option '--json' does not take an argument"],
  [['next', '--dist'], "Option '--dist <value>' argument missing"],
  [['next', '--dist='], 'The name of a folder is empty.'],
  [['next', ''], 'The name of a folder is empty.'],
])('%j is wrong', (words, why) => expect(readCommandLine(words)).toEqual({ kind: 'wrong', why }))
