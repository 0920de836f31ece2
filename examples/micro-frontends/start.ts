import { runUntilStopped } from './launch.ts'

// npm start: everything is built already.
await runUntilStopped()
