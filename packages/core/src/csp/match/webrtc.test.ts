import { expect, test } from 'vitest'
import { told } from './match.test-kit.ts'
import { matchWebRtc } from './webrtc.ts'

// CSP3 §6.2.1.1
test.each<[what: string, policy: string, told: string]>([
  ['no directive', "default-src 'none'", 'allowed: no-directive'],
  ["'allow'", "webrtc 'allow'", "allowed: keyword 'allow'"],
  ['in any case', "webrtc 'Allow'", "allowed: keyword 'Allow'"],
  ["'block'", "webrtc 'block'", "blocked: webrtc 'block'"],
  ['both', "webrtc 'allow' 'block'", "blocked: webrtc 'allow'"],
  ['without quotes', 'webrtc allow', 'blocked: webrtc allow'],
  ['nothing', 'webrtc', 'blocked: webrtc'],
  ['several policies', "webrtc 'allow', webrtc 'block'", "blocked: webrtc 'block'"],
])('%s: %s', (_what, policy, expected) => {
  expect(told(matchWebRtc([{ header: policy }]))).toBe(expected)
})
