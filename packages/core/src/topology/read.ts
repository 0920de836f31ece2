import type { CompileOptions } from '../compile-options.ts'
import { admitsStrangers } from '../cors/suffixes.ts'
import { ConfigError, type Finding, showValue } from '../finding.ts'
import { nearestName } from '../nearest.ts'
import { covers, type OriginPattern, parseOriginPattern } from '../origin/pattern.ts'
import { at, checkObject, checkTexts, type Place, report, reportType, type UnknownRecord } from '../validate.ts'
import type { TopologyConfig } from './config.ts'
import { type App, EDGE_KINDS, TopologyModel } from './model.ts'

const APP_KEYS = ['origin', ...EDGE_KINDS, 'within', 'external', 'scripts', 'cors', 'directives', 'routes'] as const
/** What configures an app, and so says nothing about one that is not ours. */
const OWN_KEYS = ['scripts', 'cors', 'directives', 'routes'] as const

/**
 * Checks a topology's own shape: names, origins and groups. What it puts into an app's configuration is checked when that is compiled.
 *
 * @throws {ConfigError} naming every problem.
 */
export function readTopology(config: TopologyConfig, options: CompileOptions = {}): TopologyModel {
  const findings: Finding[] = []
  const place: Place = { path: '', findings }
  const apps = new Map<string, App>()
  if (checkObject(config, ['apps', 'reporting'], place)) {
    const list = at(place, 'apps')
    // A table of apps at the top is the likeliest mistake, and its names are unknown keys then.
    if (config.apps === undefined || config.apps === null) {
      const fix = "Write apps: { shell: { origin: 'https://shell.example.com' } }."
      report(list, 'unset-value', config.apps, 'The topology has no apps.', { fix })
    } else if (checkObject(config.apps, Object.keys(config.apps), list)) {
      for (const [name, app] of Object.entries(config.apps)) {
        const here = at(list, name)
        if (!checkObject(app, APP_KEYS, here)) continue
        apps.set(name, { name, patterns: readOrigins(app.origin, at(here, 'origin')), config: app })
      }
      if (Object.keys(config.apps).length === 0) reportType(list, [], 'at least one app')
    }
    const model = new TopologyModel(apps)
    for (const app of apps.values()) {
      checkApp(app, model, at(list, app.name))
      checkStrangers(app, options, at(at(list, app.name), 'origin'))
    }
    checkTwins(model, list)
    if (findings.length === 0) return model
  }
  throw new ConfigError(Object.freeze(findings))
}

function readOrigins(origin: unknown, place: Place): readonly OriginPattern[] {
  const patterns: OriginPattern[] = []
  const read = (text: string, here: Place): string | undefined => {
    const pattern = parseOriginPattern(text)
    if ('code' in pattern) {
      report(here, pattern.code, text, pattern.message, { fix: pattern.fix })
      return undefined
    }
    if (pattern.host.startsWith('[')) {
      const fix = 'Give the server a host name.'
      report(here, 'invalid-origin', text, `${showValue(text)} is at an IPv6 address, for which CSP has no syntax.`, {
        fix,
      })
      return undefined
    }
    patterns.push(pattern)
    return text
  }
  if (typeof origin === 'string' && origin !== '') read(origin, place)
  else if (Array.isArray(origin) && origin.length > 0) checkTexts(origin, place, 'a list of origins', read)
  else reportType(place, origin, "an origin such as 'https://shell.example.com'")
  return patterns
}

/** A group below a public suffix would be everybody's: the shell would frame, and the API answer, whoever has a name there. */
function checkStrangers({ name, patterns }: App, options: CompileOptions, place: Place): void {
  for (const pattern of patterns) {
    if (admitsStrangers(pattern, options) !== true) continue
    const message = `${pattern.text} covers hosts that anyone can have, so that strangers would be ${name}.`
    report(place, 'public-suffix', pattern.text, message, {
      fix: 'Name a domain of your own.',
      see: 'https://publicsuffix.org/',
    })
  }
}

function checkApp(app: App, model: TopologyModel, place: Place): void {
  // A JavaScript caller's values are whatever they are.
  const config: UnknownRecord = { ...app.config }
  for (const kind of EDGE_KINDS) {
    if (!Object.hasOwn(config, kind)) continue
    const list = at(place, kind)
    checkTexts(config[kind], list, 'a list of app names', (name, here) => checkName(name, model, here))
  }
  if (Object.hasOwn(config, 'within')) checkGroup(app, config.within, model, at(place, 'within'))
  const { scripts, external } = config
  if (Object.hasOwn(config, 'scripts') && scripts !== 'nonce' && scripts !== 'self' && scripts !== 'none') {
    reportType(at(place, 'scripts'), scripts, "'nonce', 'self' or 'none'")
  }
  if (Object.hasOwn(config, 'external') && typeof external !== 'boolean') {
    reportType(at(place, 'external'), external, 'true or false')
  }
  if (Object.hasOwn(config, 'cors') && external !== true) checkCors(config.cors, at(place, 'cors'))
  for (const key of external === true ? OWN_KEYS : []) {
    if (!Object.hasOwn(config, key)) continue
    report(
      at(place, key),
      'useless-option',
      config[key],
      `${app.name} is external, so its ${key} is not ours to set.`,
      {
        fix: 'Remove it, or external.',
      },
    )
  }
}

/** The rest of it is checked when the configuration is compiled. */
function checkCors(cors: unknown, place: Place): void {
  if (typeof cors !== 'object' || cors === null || Array.isArray(cors)) {
    reportType(place, cors, 'an object such as { methods: ["PUT"] }')
  } else if (Object.hasOwn(cors, 'origins')) {
    const message = 'Who may read is made of the edges, so origins would do nothing here.'
    report(at(place, 'origins'), 'useless-option', cors, message, {
      fix: 'Remove it, and say calls or imports of the others.',
    })
  }
}

function checkName(name: string, model: TopologyModel, place: Place): string | undefined {
  if (model.apps.has(name)) return name
  const nearest = nearestName(name, model.apps.keys())
  const known = [...model.apps.keys()].join(', ')
  const fix = nearest === undefined ? `The apps are ${known}.` : `Did you mean ${nearest}?`
  report(place, 'unknown-app', name, `The topology has no app ${showValue(name)}.`, { fix })
  return undefined
}

function checkGroup(app: App, within: unknown, model: TopologyModel, place: Place): void {
  if (typeof within !== 'string' || within === '') {
    reportType(place, within, 'the name of a group')
    return
  }
  const group = checkName(within, model, place) === undefined ? undefined : model.apps.get(within)
  if (group === undefined) return
  if (group === app || group.config.within !== undefined) {
    report(place, 'outside-group', within, `${showValue(within)} is itself within a group, so it can hold no app.`, {
      fix: 'Name the outer group.',
    })
    return
  }
  for (const pattern of app.patterns) {
    if (group.patterns.some((wide) => covers(wide, pattern))) continue
    const texts = group.patterns.map(({ text }) => text).join(', ')
    report(place, 'outside-group', pattern.text, `${pattern.text} is not covered by ${within}, which is at ${texts}.`, {
      fix: `Move ${app.name} there, or list a pattern that covers it.`,
    })
  }
}

/** Browsers tell apps apart by their origin alone. */
function checkTwins(model: TopologyModel, place: Place): void {
  const owners = new Map<string, string>()
  for (const { name, patterns } of model.apps.values()) {
    for (const { text } of patterns) {
      const owner = owners.get(text)
      if (owner !== undefined && owner !== name) {
        const message = `${name} and ${owner} are both at ${text}, so a browser takes them for one.`
        report(at(at(place, name), 'origin'), 'duplicate-value', text, message, {
          fix: 'Give each an origin of its own, or make them one app.',
        })
      }
      owners.set(text, name)
    }
  }
}
