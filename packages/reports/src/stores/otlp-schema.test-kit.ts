// opentelemetry-proto: collector/logs/v1, logs/v1, resource/v1, common/v1, in the JSON that the OTLP specification makes of them ("JSON Protobuf Encoding"):
// names in lowerCamelCase, 64-bit numbers as decimal texts, enums as numbers, unknown fields none.

type Check = (value: unknown, at: string) => readonly string[]

const text: Check = (value, at) => {
  if (typeof value !== 'string') return [`${at}: no text`]
  // Receivers decode JSON into UTF-8, and refuse half a surrogate with the whole request.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(value)) === value
    ? []
    : [`${at}: not well formed`]
}

const wholeText =
  (least: bigint, most: bigint): Check =>
  (value, at) => {
    if (typeof value !== 'string' || String(BigInt(value)) !== value) return [`${at}: no decimal text`]
    return BigInt(value) >= least && BigInt(value) <= most ? [] : [`${at}: out of range`]
  }

const fixed64 = wholeText(0n, 2n ** 64n - 1n)
const int64 = wholeText(-(2n ** 63n), 2n ** 63n - 1n)

const severity: Check = (value, at) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 24 ? [] : [`${at}: no severity`]

const list =
  (check: Check): Check =>
  (value, at) =>
    Array.isArray(value) ? value.flatMap((one, index) => check(one, `${at}[${index}]`)) : [`${at}: no list`]

const message =
  (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: no message`]
    const checks = new Map(Object.entries({ ...required, ...optional }))
    const missing = Object.keys(required).filter((name) => !Object.hasOwn(value, name))
    return [
      ...missing.map((name) => `${at}.${name}: missing`),
      ...Object.entries(value).flatMap(([name, field]) => {
        const check = checks.get(name)
        return check === undefined ? [`${at}.${name}: unknown`] : check(field, `${at}.${name}`)
      }),
    ]
  }

const anyValue: Check = (value, at) => {
  const problems = message({}, { stringValue: text, intValue: int64 })(value, at)
  return Object.keys(Object(value)).length === 1 ? problems : [...problems, `${at}: not one of its kinds`]
}

const attributes: Check = (value, at) => {
  const problems = list(message({ key: text, value: anyValue }))(value, at)
  const keys: readonly unknown[] = Array.isArray(value) ? value.map(({ key }) => key) : []
  return new Set(keys).size === keys.length ? problems : [...problems, `${at}: a key twice`]
}

const logRecord = message(
  { timeUnixNano: fixed64, observedTimeUnixNano: fixed64, severityNumber: severity, body: anyValue },
  { severityText: text, eventName: text, attributes },
)

const request = message({
  resourceLogs: list(
    message({
      resource: message({ attributes }),
      scopeLogs: list(message({ scope: message({ name: text }), logRecords: list(logRecord) })),
    }),
  ),
})

/** What a receiver would not accept of an `ExportLogsServiceRequest`. */
export function otlpProblems(value: unknown): readonly string[] {
  return request(value, 'request')
}
