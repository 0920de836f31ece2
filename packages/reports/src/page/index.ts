export { createReportsPage, type ExplainGroup, type ReportsPageOptions } from './reports-page.ts'
