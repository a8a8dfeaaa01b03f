/** Every setting of the server, read once at the start, one schema. All are described in docs/operating.md. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { type CountryCode, countryCodes } from '../content/countries.ts'
import { tlsFolder } from './database/closed-files.ts'
import { leastSecondsToAnswer } from './visits/rules.ts'

/** Paths of pages are put behind it, so it ends at the host. */
const webAddress = z
  .url({ protocol: /^https?$/, error: 'it must be an address such as https://guides.example' })
  .refine((value) => {
    // What is no address at all is refused above.
    if (!URL.canParse(value)) return true
    const { pathname, search, hash, username, password } = new URL(value)
    return /^\/*$/.test(pathname) && `${search}${hash}${username}${password}` === ''
  }, 'it must end with the host, without a path, a question mark or a password')

/** As security.txt writes a contact. */
const contactAddress = z
  .url({
    protocol: /^(?:https|mailto|tel)$/,
    error: 'it must be an address such as mailto:security@guides.example or https://guides.example/contact',
  })
  .regex(/^[\x21-\x7e]+$/, 'it must be written without spaces and accents')

const seconds = z.coerce.number().int().min(1).max(3600)

export const settingsSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  // Only a shell knows what ~ means: here it would be the name of a new folder.
  DATA_DIR: z.string().min(1).regex(/^[^~]/, 'write the whole path in place of ~').default('./data'),
  PUBLIC_URL: webAddress.optional(),
  ALLOW_PLAIN_HTTP: z.enum(['yes', 'no']).default('no'),
  TLS_CERT: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
  LOCAL_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  COUNTRY: z.enum(countryCodes).default('be'),
  SITE_NAME: z.string().trim().min(1).max(60).default('Trois Clics'),
  SECURITY_CONTACT: contactAddress.optional(),
  FUNDED_BY: z.string().trim().min(1).max(80).optional(),
  CONTACT: z.string().trim().min(1).max(120).optional(),
  COMPLAINTS_TO: z.string().trim().min(1).max(120).optional(),
  PRIVACY_SCREEN_AFTER_SECONDS: seconds.default(60),
  ERASE_AFTER_SECONDS: seconds.default(120),
})

export interface TlsFiles {
  readonly certificate: string
  readonly key: string
}

/** The settings as the program uses them. */
export interface Configuration {
  readonly port: number
  readonly host: string
  readonly dataDirectory: string
  /** Where readers reach this server; null where the site has not said, then the printed start address serves. */
  readonly publicUrl: string | null
  /** Whether people sign in where everybody on the network can read along. */
  readonly allowPlainHttp: boolean
  /** The files of the certificate and its key, in PEM, where the program serves TLS itself; null where it does not. */
  readonly tls: TlsFiles | null
  /** The port on this machine alone at which a kiosk of the same machine comes in without TLS; null where there is none. */
  readonly localPort: number | null
  readonly country: CountryCode
  readonly siteName: string
  /** Who paid for the explainers at this site; null where the site has not said. */
  readonly fundedBy: string | null
  /** How the site is told of a weakness, such as mailto:security@guides.example; null where the site has not said. */
  readonly securityContact: string | null
  /** Where people say what shuts them out; null where the site has not said. */
  readonly contact: string | null
  /** The body that takes complaints about the site's accessibility; null where the site has not said. */
  readonly complaintsTo: string | null
  /** Without a touch for so long, the content is hidden. */
  readonly privacyScreenAfterSeconds: number
  /** Without a touch for so long, the visit is erased: at least 20 seconds later than it was hidden. */
  readonly eraseAfterSeconds: number
}

type ConfigurationResult =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly sentence: string }

/**
 * Reads the settings from the environment.
 * A wrong value gives one sentence that names the setting, for the person who starts the server.
 */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigurationResult {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = settingsSchema.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue?.path[0] ?? 'A setting')
    return { ok: false, sentence: `${name} has a value that cannot be used: ${issue?.message ?? 'invalid'}.` }
  }
  const settings = parsed.data
  const tls = tlsFiles(settings)
  if (typeof tls === 'string') return { ok: false, sentence: tls }
  if (settings.ERASE_AFTER_SECONDS < settings.PRIVACY_SCREEN_AFTER_SECONDS + leastSecondsToAnswer) {
    return {
      ok: false,
      sentence:
        `ERASE_AFTER_SECONDS has a value that cannot be used: it must be at least ${leastSecondsToAnswer} more than ` +
        `PRIVACY_SCREEN_AFTER_SECONDS (${settings.PRIVACY_SCREEN_AFTER_SECONDS}), so that people can go on.`,
    }
  }
  return {
    ok: true,
    configuration: {
      port: settings.PORT,
      host: settings.HOST,
      dataDirectory: path.resolve(settings.DATA_DIR),
      publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
      allowPlainHttp: settings.ALLOW_PLAIN_HTTP === 'yes',
      tls,
      localPort: settings.LOCAL_PORT ?? null,
      country: settings.COUNTRY,
      siteName: settings.SITE_NAME,
      fundedBy: settings.FUNDED_BY ?? null,
      securityContact: settings.SECURITY_CONTACT ?? null,
      contact: settings.CONTACT ?? null,
      complaintsTo: settings.COMPLAINTS_TO ?? null,
      privacyScreenAfterSeconds: settings.PRIVACY_SCREEN_AFTER_SECONDS,
      eraseAfterSeconds: settings.ERASE_AFTER_SECONDS,
    },
  }
}

/** The two files of TLS, null where neither is named, or a sentence that says what is missing. */
function tlsFiles(settings: z.infer<typeof settingsSchema>): TlsFiles | null | string {
  const { TLS_CERT, TLS_KEY, PUBLIC_URL, LOCAL_PORT } = settings
  if (TLS_CERT === undefined && TLS_KEY === undefined) {
    if (LOCAL_PORT === undefined) return null
    return 'LOCAL_PORT goes with TLS_CERT: without TLS, a kiosk of this machine comes in at PORT.'
  }
  if (TLS_KEY === undefined)
    return 'TLS_KEY is not set: it goes with TLS_CERT, and names the file of its private key.'
  if (TLS_CERT === undefined)
    return 'TLS_CERT is not set: it goes with TLS_KEY, and names the file of its certificate.'
  if (PUBLIC_URL === undefined || !PUBLIC_URL.startsWith('https:')) {
    return 'PUBLIC_URL must begin with https where TLS_CERT is set: it is the address that people use.'
  }
  return { certificate: path.resolve(TLS_CERT), key: path.resolve(TLS_KEY) }
}

/** The files that `make-certificate` writes, as paths. */
export function ownTlsFiles(dataDirectory: string) {
  const folder = path.join(dataDirectory, tlsFolder)
  return {
    folder,
    certificate: path.join(folder, 'certificate.pem'),
    key: path.join(folder, 'key.pem'),
    root: path.join(folder, 'root.crt'),
    rootBytes: path.join(folder, 'root.cer'),
  }
}

/** The oldest Node that can run the server: better-sqlite3 crashes on an older one instead of saying so. */
const oldestNodeMajor = 22

/** A sentence for the person who starts the server on a Node that cannot run it, or null where it can. */
export function refuseOldNode(version: string): string | null {
  const major = Number(version.replace(/^v/, '').split('.')[0])
  return major >= oldestNodeMajor
    ? null
    : `Node ${oldestNodeMajor} or later is needed, and this is Node ${version}. Start with "npm start", which brings its own.`
}

/** The folder of package.json: views, words and pictograms are read from there, built or not. */
export function findRootDirectory(from: string = import.meta.dirname): string {
  return existsSync(path.join(from, 'package.json')) ? from : findRootDirectory(path.dirname(from))
}
