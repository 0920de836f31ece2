import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Loopback } from '../server/loopback.ts'
import { createProfile, type Program, startProgram } from './program.ts'

export type Preferences = Readonly<Record<string, string | number | boolean>>

const PREFERENCES: Preferences = {
  // Sent, so that it can be seen whether it is.
  'browser.send_pings': true,
  'dom.disable_open_during_load': false,
  'media.autoplay.default': 0,
  // It would take the runner's http pages to https.
  'dom.security.https_first': false,
  'network.http.speculative-parallel-limit': 0,
  'network.trr.mode': 5,
  // Nothing but the runner's page, and nobody else to talk to.
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.firstRunURL': '',
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.server': '',
}

/** @param more Preferences beyond the usual ones. */
export async function startFirefox(
  path: string,
  url: string,
  { ports, hosts, certificate }: Loopback,
  more: Preferences = {},
): Promise<Program> {
  const folder = await createProfile()
  const preferences = {
    ...PREFERENCES,
    ...more,
    'network.dns.forceResolve': '127.0.0.1',
    'network.socket.forcePort': [...ports].map(([port, real]) => `${port}=${real}`).join(';'),
  }
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  )
  await writeFile(join(folder, 'user.js'), lines.join(''))
  // host:port:origin attributes, the hash's name, the certificate's hash. The port is the one that is really connected to.
  const trusted = hosts.flatMap((host) =>
    [...ports.values()].map((real) => `${host}:${real}:\tOID.2.16.840.1.101.3.4.2.1\t${certificate.fingerprint}\t\n`),
  )
  await writeFile(join(folder, 'cert_override.txt'), trusted.join(''))
  return startProgram(path, ['--headless', '--no-remote', '--profile', folder, url], folder)
}
