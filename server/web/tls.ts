/** The certificate by which the program serves TLS itself: read, judged in one sentence, and read again when it changes. */

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { RequestLog } from './request-log.ts'

/** Paths of the files, in PEM. */
interface TlsFiles {
  readonly certificate: string
  readonly key: string
}

/** What Node's TLS takes, and until when it counts. */
export interface TlsPair {
  readonly cert: string
  readonly key: string
  readonly goodUntilMilliseconds: number
}

export type TlsReading =
  | { readonly ok: true; readonly pair: TlsPair }
  | { readonly ok: false; readonly sentence: string }

/** TLS 1.2 with forward secrecy and an authenticated cipher at least: every phone of the last ten years has it. */
export const tlsSettings = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ].join(':'),
  handshakeTimeout: 10_000,
} as const

const dayMilliseconds = 86_400_000

/** The certificate is spoken of from this many days on before it ends. */
const warnDays = 30

/** The host of an address as certificates name it: without the brackets of an IPv6 address. */
export function hostInCertificate(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, '')
}

function writtenDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}

/** The text of a file, or a sentence that says why there is none. */
function read(setting: string, file: string): { readonly text: string } | { readonly sentence: string } {
  try {
    return { text: readFileSync(file, 'utf8') }
  } catch {
    return { sentence: `${setting} ${file} ${existsSync(file) ? 'cannot be read' : 'is not there'}.` }
  }
}

function tryTo<Value>(make: () => Value): Value | null {
  try {
    return make()
  } catch {
    return null
  }
}

/**
 * Reads both files as they are now. One that cannot serve people gives one sentence for whoever starts the server: a file
 * that is not there, is something else, belongs to another key, counts for another time, or for another host than
 * PUBLIC_URL's.
 */
export function readTls(files: TlsFiles, publicUrl: string, nowMilliseconds: number): TlsReading {
  const refused = (sentence: string): TlsReading => ({ ok: false, sentence })
  const [cert, key] = [read('TLS_CERT', files.certificate), read('TLS_KEY', files.key)]
  if ('sentence' in cert) return refused(cert.sentence)
  if ('sentence' in key) return refused(key.sentence)
  const certificate = tryTo(() => new X509Certificate(cert.text))
  if (certificate === null) return refused(`TLS_CERT ${files.certificate} is not a certificate in PEM.`)
  const ownKey: KeyObject | null = tryTo(() => createPrivateKey(key.text))
  if (ownKey === null) {
    return refused(`TLS_KEY ${files.key} is not a private key in PEM without a passphrase.`)
  }
  if (!certificate.checkPrivateKey(ownKey)) {
    return refused(
      `TLS_KEY ${files.key} does not belong to the certificate in TLS_CERT ${files.certificate}.`,
    )
  }
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  if (nowMilliseconds > until) {
    return refused(`TLS_CERT ${files.certificate} holds a certificate that ended on ${writtenDay(until)}.`)
  }
  if (nowMilliseconds < from) {
    return refused(`TLS_CERT ${files.certificate} holds a certificate that begins on ${writtenDay(from)}.`)
  }
  const host = hostInCertificate(publicUrl)
  const named =
    isIP(host) === 0 ? certificate.checkHost(host, { subject: 'never' }) : certificate.checkIP(host)
  if (named === undefined) {
    return refused(
      `TLS_CERT ${files.certificate} holds a certificate that is not for ${host}, the host of PUBLIC_URL.`,
    )
  }
  return { ok: true, pair: { cert: cert.text, key: key.text, goodUntilMilliseconds: until } }
}

/** A sentence from 30 days before the end of a certificate on; null before. */
export function endsSoon({ goodUntilMilliseconds }: TlsPair, nowMilliseconds: number): string | null {
  const days = Math.floor((goodUntilMilliseconds - nowMilliseconds) / dayMilliseconds)
  return days >= warnDays
    ? null
    : `The certificate in TLS_CERT ends on ${writtenDay(goodUntilMilliseconds)}, in ${days} days: get or make a new one.`
}

/**
 * Looks at the files, each time that it is called: a new pair is used from the next connection on. One that cannot be used,
 * such as a half-written one, leaves the pair of before, and the log says why, once. The log also says, once a day, that the
 * end is near.
 */
export function followTls(parts: {
  readonly first: TlsPair
  readonly read: () => TlsReading
  /** Throws where TLS cannot take it. */
  readonly use: (pair: TlsPair) => void
  readonly log: Pick<RequestLog, 'certificate'>
  readonly now: () => number
}): () => void {
  const { log } = parts
  let current = parts.first
  let said: string | null = endsSoon(current, parts.now())
  function say(what: 'kept' | 'ends-soon', why: string): void {
    if (why !== said) log.certificate(what, why)
    said = why
  }
  function take(pair: TlsPair): string | null {
    if (pair.cert === current.cert && pair.key === current.key) return null
    const used = tryTo(() => {
      parts.use(pair)
      return true
    })
    if (used === null) return 'TLS_CERT holds a certificate that cannot be used.'
    current = pair
    log.certificate('replaced', '')
    return null
  }
  return () => {
    const reading = parts.read()
    const problem = reading.ok ? take(reading.pair) : reading.sentence
    const ending = endsSoon(current, parts.now())
    if (problem !== null) say('kept', problem)
    else if (ending !== null) say('ends-soon', ending)
    else said = null
  }
}

/** The root of a local authority, for the phones that are to trust it. */
export interface OwnRoot {
  readonly name: string
  readonly pem: string
  readonly bytes: Buffer<ArrayBuffer>
  /** SHA-256 of the bytes, in pairs of hexadecimal digits. */
  readonly fingerprint: string
}

/** The root that `make-certificate` has left in a file, if a certificate (in PEM) is by it; else null. */
export function ownRootOf(rootFile: string, certificate: string): OwnRoot | null {
  return tryTo(() => {
    const pem = readFileSync(rootFile, 'utf8')
    const [root, own] = [new X509Certificate(pem), new X509Certificate(certificate)]
    if (!own.checkIssued(root) || !own.verify(root.publicKey)) return null
    return {
      name: /^CN=(.*)$/m.exec(root.subject)?.[1] ?? '',
      pem,
      bytes: Buffer.from(root.raw),
      fingerprint: root.fingerprint256,
    }
  })
}
