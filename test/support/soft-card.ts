/** A card of software (SoftHSM2) with the two certificates of an identity card, and an official site that trusts them. */

import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import type { ServerOptions } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'

const module = '/usr/lib/softhsm/libsofthsm2.so'

/** Why there can be no such card on this machine, in one line; null where there can. */
export function whyNoSoftCard(): string | null {
  const missing = ['softhsm2-util', 'pkcs11-tool', 'modutil', 'certutil'].filter(
    (program) => !existsSync(path.join('/usr/bin', program)),
  )
  return missing.length === 0 ? null : `These programs are missing for a card: ${missing.join(', ')}.`
}

export interface SoftCard {
  readonly pin: string
  /** The common name of the certificate that signs in. */
  readonly name: string
  /** The certificate authority of the site and of the card, as a policy of Chromium takes it. */
  readonly authority: string
  /** What the kiosk is told of the card. */
  readonly settings: Readonly<Record<string, string>>
  /** A server that lets in whoever signs in with the card. */
  readonly tls: ServerOptions
  readonly pullOut: () => void
  readonly putBack: () => void
  readonly throwAway: () => void
}

/** Makes a card that the user of a kiosk can use. */
export function makeSoftCard(owner: { readonly uid: number; readonly gid: number }): SoftCard {
  const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-card-'))
  chmodSync(directory, 0o755)
  const at = (...names: readonly string[]) => path.join(directory, ...names)
  const [reader, pocket, secrets] = [at('reader'), at('pocket'), at('secrets')]
  for (const folder of [reader, pocket, secrets]) mkdirSync(folder)
  const configuration = at('softhsm2.conf')
  writeFileSync(
    configuration,
    `directories.tokendir = ${reader}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = true\n`,
  )
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, {
      cwd: secrets,
      env: { ...process.env, SOFTHSM2_CONF: configuration },
      stdio: 'pipe',
    })
  const name = 'Camille Exemple (Authentication)'
  // Nobody finds so long a number by chance in the memory of a process.
  // Found nowhere else on this machine.
  const pin = String(randomInt(100_000_000_000, 999_999_999_999))

  const certificate = (file: string, subject: string, ...extensions: readonly string[]) =>
    run(
      'openssl',
      ...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-days', '2'],
      ...['-keyout', `${file}.key`, '-out', `${file}.pem`, '-subj', `/CN=${subject}`],
      ...(file === 'authority' ? [] : ['-CA', 'authority.pem', '-CAkey', 'authority.key']),
      ...extensions.flatMap((extension) => ['-addext', extension]),
    )
  certificate('authority', 'Test authority', 'keyUsage=critical,keyCertSign')
  certificate('site', '127.0.0.1', 'subjectAltName=IP:127.0.0.1', 'extendedKeyUsage=serverAuth')
  certificate('signature', 'Camille Exemple (Signature)', 'keyUsage=critical,nonRepudiation')
  certificate('authentication', name, 'keyUsage=critical,digitalSignature')

  const card = ['--module', module, '--token-label', 'card', '--login', '--pin', pin]
  run('softhsm2-util', '--init-token', '--free', '--label', 'card', '--pin', pin, '--so-pin', '00000000')
  for (const [id, file] of [
    ['03', 'signature'],
    ['02', 'authentication'],
  ] as const) {
    run('openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', `${file}.key`, '-out', `${file}.p8`)
    run('openssl', 'x509', '-in', `${file}.pem`, '-outform', 'der', '-out', `${file}.der`)
    run(
      'softhsm2-util',
      '--import',
      `${file}.p8`,
      '--token',
      'card',
      '--label',
      file,
      '--id',
      id,
      '--pin',
      pin,
    )
    run(
      'pkcs11-tool',
      ...card,
      '--write-object',
      `${file}.der`,
      '--type',
      'cert',
      '--id',
      id,
      '--label',
      file,
    )
  }
  const read = (file: string) => readFileSync(path.join(secrets, file), 'utf8')
  const tls = {
    key: read('site.key'),
    cert: read('site.pem'),
    ca: read('authority.pem'),
    requestCert: true,
    rejectUnauthorized: true,
  }
  run('chown', '-R', `${owner.uid}:${owner.gid}`, reader)
  chownSync(pocket, 0, 0)
  const move = (from: string, to: string) => {
    for (const token of readdirSync(from)) renameSync(path.join(from, token), path.join(to, token))
  }
  return {
    pin,
    name,
    authority: read('authority.pem').replace(/-----.*-----|\s/g, ''),
    settings: {
      PKCS11_MODULE: module,
      CARD_PATHS: `${configuration}:${reader}`,
      // A reader of this machine is no part of the test.
      CARD_ENVIRONMENT: `SOFTHSM2_CONF=${configuration} PCSCLITE_CSOCK_NAME=${at('no-reader')}`,
    },
    tls,
    pullOut: () => move(reader, pocket),
    putBack: () => move(pocket, reader),
    throwAway: () => rmSync(directory, { recursive: true, force: true }),
  }
}
