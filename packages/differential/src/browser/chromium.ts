import type { Loopback } from '../server/loopback.ts'
import { createProfile, type Program, startProgram } from './program.ts'

/** @param more Flags beyond the usual ones. */
export async function startChromium(
  path: string,
  url: string,
  { ports, certificate }: Loopback,
  more: readonly string[] = [],
): Promise<Program> {
  const folder = await createProfile()
  const rules = [...ports].map(([port, real]) => `MAP *:${port} 127.0.0.1:${real}`)
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-sync',
    // It would take the runner's http pages to https.
    '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
    '--autoplay-policy=no-user-gesture-required',
    `--user-data-dir=${folder}`,
    // Whatever else it would like to talk to is not there.
    `--host-resolver-rules=${rules.join(', ')}, MAP * 127.0.0.1:9`,
    `--ignore-certificate-errors-spki-list=${certificate.pin}`,
    ...more,
    url,
  ]
  return startProgram(path, args, folder)
}
