/** A local authority and a certificate for the host of PUBLIC_URL: for a place that has no administrator and no proxy. */

import { randomBytes, X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isIP, isIPv4 } from 'node:net'
// What x509 finds its parts by.
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { type Configuration, ownTlsFiles } from './configuration.ts'
import { endsSoon, hostInCertificate, readTls } from './web/tls.ts'

/** Phones refuse a certificate that counts for more than 825 days, also one of an authority that a person has added. */
const daysInAll = 825

const dayMilliseconds = 86_400_000

/** A phone whose clock is late by less than this takes the certificate at once. */
const earlierMilliseconds = dayMilliseconds

const keys = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** One element of DER; what we write is shorter than 64 kB. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const head =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

/** An address as certificates write it: 4 or 16 bytes. */
function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  const [before = '', after] = address.split('::')
  const groups = (text: string | undefined) => (text === undefined || text === '' ? [] : text.split(':'))
  const [first, last] = [groups(before), groups(after)]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  return Buffer.concat(
    [...first, ...zeros, ...last].map((group) => Buffer.from(group.padStart(4, '0'), 'hex')),
  )
}

/**
 * What an authority may vouch for (RFC 5280, 4.2.1.10): this one name, or this one address, and no other of either kind. Of
 * the kind that the host is not, one name is permitted that nobody can have, so that all others are not.
 */
function nameConstraints(host: string): Buffer {
  const subtree = (tag: number, bytes: Uint8Array) => der(0x30, der(tag, bytes))
  const [dnsName, ipAddress] = [0x82, 0x87]
  if (isIP(host) === 0) {
    const everyAddress = [8, 32].map((length) => subtree(ipAddress, Buffer.alloc(length)))
    return der(0x30, der(0xa0, subtree(dnsName, Buffer.from(host))), der(0xa1, ...everyAddress))
  }
  const bytes = addressBytes(host)
  const own = subtree(ipAddress, Buffer.concat([bytes, Buffer.alloc(bytes.length, 0xff)]))
  const otherKind = subtree(ipAddress, Buffer.alloc(isIPv4(host) ? 32 : 8))
  return der(0x30, der(0xa0, subtree(dnsName, Buffer.from('nobody.invalid')), own), der(0xa1, otherKind))
}

/** A root for one host, and certificates by it. */
interface Authority {
  readonly root: x509.X509Certificate
  readonly goodUntil: Date
  /** Makes a key and a certificate for a name or an address. It is worth something for the root's host alone. */
  readonly certify: (host: string) => Promise<{ readonly certificate: string; readonly key: string }>
}

/**
 * Makes an authority that can vouch for one host (a name, or an address without brackets). Its key lives in this process
 * alone, and cannot be taken out of it: whoever gets at the machine afterwards cannot make another certificate.
 */
export async function createAuthority(host: string, nowMilliseconds: number): Promise<Authority> {
  const rootKeys = await crypto.subtle.generateKey(keys, false, ['sign', 'verify'])
  const notBefore = new Date(Math.floor((nowMilliseconds - earlierMilliseconds) / 1000) * 1000)
  // The last second counts as well.
  const notAfter = new Date(notBefore.getTime() + daysInAll * dayMilliseconds - 1000)
  const common = { notBefore, notAfter, signingAlgorithm: keys }
  // A positive number of 16 bytes.
  const newSerial = () => randomBytes(16).toString('hex').replace(/^./, '4')
  const root = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...common,
      serialNumber: newSerial(),
      // With a part of its own, so that a person tells it from the one before.
      name: [{ CN: [`Trois Clics ${host} ${randomBytes(2).toString('hex')}`] }],
      keys: rootKeys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
        new x509.Extension('2.5.29.30', true, new Uint8Array(nameConstraints(host))),
      ],
    },
    crypto,
  )
  return {
    root,
    goodUntil: notAfter,
    certify: async (name) => {
      const ownKeys = await crypto.subtle.generateKey(keys, true, ['sign', 'verify'])
      const certificate = await x509.X509CertificateGenerator.create(
        {
          ...common,
          serialNumber: newSerial(),
          // No host: some programs would take one for a name of the site, and hold it against the constraints.
          subject: [{ CN: ['Trois Clics'] }],
          issuer: root.subjectName,
          publicKey: ownKeys.publicKey,
          signingKey: rootKeys.privateKey,
          extensions: [
            new x509.BasicConstraintsExtension(false, undefined, true),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
            new x509.SubjectAlternativeNameExtension([
              { type: isIP(name) === 0 ? 'dns' : 'ip', value: name },
            ]),
            await x509.SubjectKeyIdentifierExtension.create(ownKeys.publicKey),
            await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
          ],
        },
        crypto,
      )
      const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', ownKeys.privateKey))
      return {
        certificate: `${certificate.toString('pem')}\n`,
        key: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`,
      }
    },
  }
}

export interface Outcome {
  readonly ok: boolean
  readonly text: string
}

/**
 * `npm run admin -- make-certificate`: makes the files in DATA_DIR and says what to do with them. Where there is a certificate
 * that counts for a month more, only `again` makes another, because every phone then has to trust a new root.
 */
export async function makeCertificateHere(
  configuration: Pick<Configuration, 'dataDirectory' | 'publicUrl'>,
  again: boolean,
  nowMilliseconds: number,
): Promise<Outcome> {
  const { publicUrl, dataDirectory } = configuration
  if (publicUrl === null || !publicUrl.startsWith('https:')) {
    return { ok: false, text: 'PUBLIC_URL must begin with https: the certificate is for its host.\n' }
  }
  const files = ownTlsFiles(dataDirectory)
  const there = readTls(files, publicUrl, nowMilliseconds)
  if (there.ok && endsSoon(there.pair, nowMilliseconds) === null && !again) {
    const until = new Date(there.pair.goodUntilMilliseconds).toISOString().slice(0, 10)
    return {
      ok: false,
      text:
        `There is a certificate for ${publicUrl} until ${until}. A new one means that every phone has to trust a new root: ` +
        'make-certificate --again makes it.\n',
    }
  }
  const host = hostInCertificate(publicUrl)
  const { root, goodUntil, certify } = await createAuthority(host, nowMilliseconds)
  const made = {
    root: `${root.toString('pem')}\n`,
    rootBytes: Buffer.from(root.rawData),
    ...(await certify(host)),
  }
  mkdirSync(files.folder, { recursive: true, mode: 0o700 })
  chmodSync(files.folder, 0o700)
  // The certificate last: a server that looks in between finds the pair of before, or one that does not fit, and keeps its own.
  for (const name of ['root', 'rootBytes', 'key', 'certificate'] as const) {
    const unfinished = `${files[name]}.new`
    // One that was left would keep its own mode.
    rmSync(unfinished, { force: true })
    writeFileSync(unfinished, made[name], { mode: 0o600, flag: 'wx' })
    renameSync(unfinished, files[name])
  }
  const lines = [
    `Made for ${publicUrl}, until ${goodUntil.toISOString().slice(0, 10)}. Start the server with:`,
    `  TLS_CERT=${files.certificate}`,
    `  TLS_KEY=${files.key}`,
    'Every phone has to trust the root, once. Give it this file, by cable for example:',
    `  ${files.rootBytes}`,
    `${publicUrl}/certificate says how. The root's fingerprint (SHA-256), to compare:`,
    `  ${new X509Certificate(made.root).fingerprint256}`,
    'The key of the root was not kept: nobody can make another certificate with it.',
  ]
  return { ok: true, text: `${lines.join('\n')}\n` }
}
