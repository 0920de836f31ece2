import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { bits, der, identifier, sequence, utcTime, utf8 } from './der.ts'

/** A certificate for one run, that nobody but the browsers of the run is told to trust. */
export interface Certificate {
  readonly key: string
  readonly cert: string
  /** SHA-256 of the public key, in base64: how Chromium is told. */
  readonly pin: string
  /** SHA-256 of the certificate, as pairs of digits with colons between them: how Firefox is told. */
  readonly fingerprint: string
}

/** ecdsa-with-SHA256, of RFC 5758 §3.2. */
const SIGNATURE = sequence(identifier('1.2.840.10045.4.3.2'))

/**
 * Signs a certificate with its own key. Node can read certificates and not make them; the one structure needed is written
 * out here, so that a run asks for no program but the browsers.
 */
export function createCertificate(names: readonly string[], addresses: readonly string[]): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const name = sequence(der(0x31, sequence(identifier('2.5.4.3'), utf8('Sallyport differential'))))
  const day = 24 * 60 * 60 * 1000
  // TBSCertificate, RFC 5280 §4.1
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1), randomBytes(8)),
    SIGNATURE,
    name,
    sequence(utcTime(new Date(Date.now() - day)), utcTime(new Date(Date.now() + 7 * day))),
    name,
    spki,
    der(0xa3, sequence(alternativeNames(names, addresses))),
  )
  const signed = sequence(body, SIGNATURE, bits(sign('sha256', body, privateKey)))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${signed.toString('base64')}\n-----END CERTIFICATE-----\n`,
    pin: createHash('sha256').update(spki).digest('base64'),
    fingerprint: new X509Certificate(signed).fingerprint256,
  }
}

/** subjectAltName, RFC 5280 §4.2.1.6: without it a browser takes the certificate for nobody's. */
function alternativeNames(names: readonly string[], addresses: readonly string[]): Buffer {
  const general = [
    ...names.map((name) => der(0x82, Buffer.from(name, 'latin1'))),
    ...addresses.map((address) => der(0x87, Buffer.from(address.split('.').map(Number)))),
  ]
  return sequence(identifier('2.5.29.17'), der(0x04, sequence(...general)))
}
