import { apps, frameworks } from './apps.ts'
import { TASKS, type Variant } from './variant.ts'

// node child.ts FRAMEWORK GUARD TASK: one server, until its parent is gone. Sends the port it listens on.

const GUARDS = ['bare', 'constants', 'sallyport', 'peer'] as const

const framework = pick(frameworks, process.argv[2])
const variant: Variant = { guard: pick(GUARDS, process.argv[3]), task: pick(TASKS, process.argv[4]) }
// Frameworks differ in what they do by themselves; none should do more because it thinks it is being developed.
process.env.NODE_ENV = 'production'
process.on('disconnect', () => process.exit())
const start = await apps[framework]()
process.send?.(await start(variant))

function pick<T extends string>(known: readonly T[], name: string | undefined): T {
  const found = known.find((one) => one === name)
  if (found === undefined) throw new Error(`${name} is none of ${known.join(', ')}`)
  return found
}
