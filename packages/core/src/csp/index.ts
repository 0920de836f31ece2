export { type AmendedCsp, amendCsp } from './amend.ts'
export type { AppendedDirectives, CspChange, RemovedDirectives } from './change.ts'
export { type CompileCspOptions, compileCsp } from './compile.ts'
export type { CspConfig, CspObject } from './config.ts'
export {
  type AncestorSourceList,
  DIRECTIVES,
  type DirectiveName,
  type DirectiveRow,
  type Directives,
  SANDBOX_TOKENS,
  type SandboxToken,
  type SourceIn,
  type SourceList,
  type TrustedTypesList,
  type ValueGrammar,
} from './directives.ts'
export { hashSource } from './hash.ts'
export { KEYWORDS, type Keyword, NONCE } from './keywords.ts'
export { type MetaCsp, type MetaCspOptions, metaCsp } from './meta.ts'
export type { CompiledCsp, CspHeader } from './policy.ts'
export {
  type HashAlgorithm,
  type HashSource,
  type HostSource,
  hostSource,
  isSourceProblem,
  type ParsedSource,
  parseSource,
  type SourceKind,
  type SourceProblem,
} from './source.ts'
export { type HashCspOptions, type NonceCspOptions, type StrictCspOptions, strictCsp } from './strict.ts'
