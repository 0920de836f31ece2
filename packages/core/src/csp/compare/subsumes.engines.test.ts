import { describe, expect, test } from 'vitest'
import type { Profile } from '../verdict.ts'
import { subsumes } from './subsumes.ts'

type Row = readonly [title: string, required: string, given: string, isSubsumed: boolean, profile: Profile]

describe('what one engine does', () => {
  test.each<Row>([
    [
      "the letter has 'strict-dynamic' say nothing of styles (CSP3 §6.7.3.2)",
      "default-src 'unsafe-inline' 'strict-dynamic'; script-src 'none'",
      "default-src 'unsafe-inline'; script-src 'none'",
      true,
      'spec',
    ],
    [
      'and Chromium has it bar them in default-src',
      "default-src 'unsafe-inline' 'strict-dynamic'; script-src 'none'",
      "default-src 'unsafe-inline'; script-src 'none'",
      false,
      'chromium',
    ],
    [
      'but not in style-src',
      "style-src 'unsafe-inline' 'strict-dynamic'",
      "style-src 'unsafe-inline'",
      true,
      'chromium',
    ],
    [
      'the letter lets a prefetch through by any directive (CSP3 §6.7.2.2)',
      "default-src 'none', img-src a.test",
      "default-src 'none'; img-src a.test, font-src 'none'",
      false,
      'spec',
    ],
    [
      'Firefox by default-src alone',
      'default-src a.test; img-src b.test',
      "default-src a.test; img-src 'none'",
      true,
      'gecko',
    ],
    [
      "Chromium by 'strict-dynamic' for workers as well",
      "default-src 'none'; worker-src 'none'",
      "default-src 'none'; worker-src 'strict-dynamic'",
      false,
      'chromium',
    ],
    [
      'which to the letter allows neither them nor a prefetch',
      "default-src 'none'; worker-src 'none'",
      "default-src 'none'; worker-src 'strict-dynamic'",
      true,
      'spec',
    ],
    [
      'a directive dropped for not being ASCII leaves its name to the next',
      "img-src 'none'",
      "img-src é; img-src 'none'",
      true,
      'spec',
    ],
    ['and in Chromium it does not', "img-src 'none'", "img-src é; img-src 'none'", false, 'chromium'],
    [
      'Upgrade Insecure Requests §4.1: http is https before the check',
      'img-src https:; upgrade-insecure-requests',
      'img-src http: https:; upgrade-insecure-requests',
      true,
      'spec',
    ],
    [
      'but for the addresses of this machine in Chromium',
      'img-src https:; upgrade-insecure-requests',
      'img-src http: https:; upgrade-insecure-requests',
      false,
      'chromium',
    ],
    [
      'also where only one side upgrades',
      'img-src https:',
      'img-src http://localhost; upgrade-insecure-requests',
      false,
      'chromium',
    ],
    [
      'any other host is upgraded',
      'img-src https://a.test',
      'img-src http://a.test; upgrade-insecure-requests',
      true,
      'chromium',
    ],
    [
      'audio and video after the check, which http: passes and https: does not',
      'media-src https://a.test; upgrade-insecure-requests',
      'media-src http://a.test; upgrade-insecure-requests',
      false,
      'chromium',
    ],
    [
      'and then it is the address over https that counts',
      'media-src https://a.test',
      'media-src http://a.test; upgrade-insecure-requests',
      true,
      'chromium',
    ],
    [
      'on the port that it is loaded from',
      'media-src https://a.test',
      'media-src http://a.test:8080; upgrade-insecure-requests',
      false,
      'chromium',
    ],
    [
      'Firefox has https: cover http: in the policy that upgrades',
      'img-src https:; upgrade-insecure-requests',
      'img-src http: https:; upgrade-insecure-requests',
      true,
      'gecko',
    ],
    [
      'and not in another one',
      'img-src https:, upgrade-insecure-requests',
      'img-src https:; upgrade-insecure-requests',
      false,
      'gecko',
    ],
  ])('%s', (_title, required, given, isSubsumed, profile) => {
    expect(subsumes(required, given, { profile })).toBe(isSubsumed)
  })
})
