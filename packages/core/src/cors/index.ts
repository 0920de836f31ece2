export { type CorsMigration, type FromCorsOptions, fromCors } from './from-cors.ts'
export type { CorsLibrary } from './migration/library.ts'
export { adaptOriginFunction, type OriginFunction } from './migration/origin-function.ts'
