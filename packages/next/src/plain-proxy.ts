import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Reads a module into the syntax tree that SWC makes of it; null when it cannot. */
export type ParseModule = (file: string, source: string) => Promise<unknown>

/**
 * Whether a `proxy.ts` is ours and nothing else: `export const proxy = sallyport()`, with a configuration or without. Then Next.js need
 * not run it where it would have nothing to say. Anything that is not understood may be code of the app's own, which must run.
 */
export async function isPlainProxy(file: string, source: string, parse: ParseModule): Promise<boolean> {
  const body = member(await parse(file, source), 'body')
  if (!Array.isArray(body)) return false
  const ours = body.map(localName).find((name) => name !== undefined)
  if (ours === undefined) return false
  const exported = body.filter((statement) => typeOf(statement).startsWith('Export') && !isConfig(statement))
  return exported.length === 1 && exported.every((statement) => isPlainExport(statement, ours))
}

/** Next.js's own, of the app that is being built. */
export function nextParser(projectFolder: string): ParseModule {
  const load = createRequire(join(projectFolder, 'package.json'))
  const parse = member(load('next/dist/build/analysis/parse-module.js'), 'parseModule')
  const loadBindings = member(load('next/dist/build/swc'), 'loadBindings')
  return async (file, source) => {
    if (typeof parse !== 'function' || typeof loadBindings !== 'function') return null
    await loadBindings()
    return parse(file, source)
  }
}

const OURS = '@sallyport/next'

/** What `import { sallyport } from '@sallyport/next'` calls it in that file. */
function localName(statement: unknown): string | undefined {
  if (typeOf(statement) !== 'ImportDeclaration' || value(member(statement, 'source')) !== OURS) return undefined
  const specifiers = member(statement, 'specifiers')
  if (!Array.isArray(specifiers)) return undefined
  const found = specifiers.find((specifier) => {
    const imported = member(specifier, 'imported') ?? member(specifier, 'local')
    return typeOf(specifier) === 'ImportSpecifier' && value(imported) === 'sallyport'
  })
  return value(member(found, 'local'))
}

/** `export const config = { … }`, which Next.js reads without running it. Where the proxy runs, its matchers say. */
function isConfig(statement: unknown): boolean {
  const declarations = member(member(statement, 'declaration'), 'declarations')
  if (!Array.isArray(declarations) || declarations.length !== 1) return false
  const [declaration] = declarations
  return value(member(declaration, 'id')) === 'config' && typeOf(member(declaration, 'init')) === 'ObjectExpression'
}

function isPlainExport(statement: unknown, ours: string): boolean {
  if (typeOf(statement) === 'ExportDefaultExpression') return isPlainCall(member(statement, 'expression'), ours)
  const declarations = member(member(statement, 'declaration'), 'declarations')
  if (!Array.isArray(declarations) || declarations.length !== 1) return false
  return declarations.every((declaration) => isPlainCall(member(declaration, 'init'), ours))
}

/** The second argument is the app's own proxy. */
function isPlainCall(expression: unknown, ours: string): boolean {
  const given = member(expression, 'arguments')
  return (
    typeOf(expression) === 'CallExpression' &&
    value(member(expression, 'callee')) === ours &&
    Array.isArray(given) &&
    given.length <= 1 &&
    given.every((argument) => member(argument, 'spread') === null || member(argument, 'spread') === undefined)
  )
}

function member(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined
}

function typeOf(node: unknown): string {
  const type = member(node, 'type')
  return typeof type === 'string' ? type : ''
}

function value(node: unknown): string | undefined {
  const text = member(node, 'value')
  return typeof text === 'string' ? text : undefined
}
