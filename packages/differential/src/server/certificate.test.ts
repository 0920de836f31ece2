import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { createCertificate } from './certificate.ts'

test('a certificate is for its names and addresses, signed with its own key and in force', () => {
  const { key, cert, pin, fingerprint } = createCertificate(['a.test', 'b.a.test'], ['127.0.0.1'])
  const read = new X509Certificate(cert)
  expect(read.subjectAltName).toBe('DNS:a.test, DNS:b.a.test, IP Address:127.0.0.1')
  expect(read.verify(read.publicKey)).toBe(true)
  expect(key).toContain('BEGIN PRIVATE KEY')
  expect(read.checkHost('b.a.test')).toBe('b.a.test')
  expect(new Date(read.validFrom).getTime()).toBeLessThan(Date.now())
  expect(new Date(read.validTo).getTime()).toBeGreaterThan(Date.now())
  expect(Buffer.from(pin, 'base64')).toHaveLength(32)
  expect(fingerprint).toBe(read.fingerprint256)
})

test('a certificate with many names, whose length takes more than a byte', () => {
  const names = Array.from({ length: 40 }, (_, index) => `host-${index}.example.test`)
  expect(new X509Certificate(createCertificate(names, []).cert).checkHost('host-39.example.test')).toBeDefined()
})
