import puppeteer, { type Browser } from 'puppeteer-core'
import { ENGINES, type EngineName } from '../../../differential/src/browser/engine.ts'

/** @throws when the browser is not installed. */
export async function startBrowser(name: EngineName): Promise<Browser> {
  const executablePath = ENGINES[name].find()
  if (executablePath === undefined) throw new Error(`${name} is not installed (Debian: chromium, firefox-esr)`)
  return name === 'firefox'
    ? puppeteer.launch({ browser: 'firefox', executablePath, extraPrefsFirefox: QUIET })
    : puppeteer.launch({ browser: 'chrome', executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}

/** Nobody to talk to but the app. */
const QUIET = {
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.trr.mode': 5,
}
