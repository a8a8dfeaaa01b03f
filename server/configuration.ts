/** Every setting of the server, read once at the start, one schema. All are described in docs/operating.md. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { leastSecondsToAnswer } from './visits/visits.ts'

/** Paths of pages are put behind it, so it ends at the host. */
const webAddress = z
  .url({ protocol: /^https?$/, error: 'it must be an address such as https://guides.example' })
  .refine((value) => {
    // What is no address at all is refused above.
    if (!URL.canParse(value)) return true
    const { pathname, search, hash, username, password } = new URL(value)
    return /^\/*$/.test(pathname) && `${search}${hash}${username}${password}` === ''
  }, 'it must end with the host, without a path, a question mark or a password')

const seconds = z.coerce.number().int().min(1).max(3600)

export const settingsSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  PUBLIC_URL: webAddress.optional(),
  COUNTRY: z.enum(['be']).default('be'),
  SITE_NAME: z.string().trim().min(1).max(60).default('Trois Clics'),
  FUNDED_BY: z.string().trim().min(1).max(80).optional(),
  PRIVACY_SCREEN_AFTER_SECONDS: seconds.default(60),
  ERASE_AFTER_SECONDS: seconds.default(120),
})

/** The settings as the program uses them. */
export interface Configuration {
  readonly port: number
  readonly host: string
  readonly dataDirectory: string
  /** Where readers reach this server; null where the site has not said, then the printed start address serves. */
  readonly publicUrl: string | null
  readonly country: 'be'
  readonly siteName: string
  /** Who paid for the explainers at this site; null where the site has not said. */
  readonly fundedBy: string | null
  /** Without a touch for so long, the content is hidden. */
  readonly privacyScreenAfterSeconds: number
  /** Without a touch for so long, the visit is erased: at least 20 seconds later than it was hidden. */
  readonly eraseAfterSeconds: number
}

export type ConfigurationResult =
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
      country: settings.COUNTRY,
      siteName: settings.SITE_NAME,
      fundedBy: settings.FUNDED_BY ?? null,
      privacyScreenAfterSeconds: settings.PRIVACY_SCREEN_AFTER_SECONDS,
      eraseAfterSeconds: settings.ERASE_AFTER_SECONDS,
    },
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

/** The folder of package.json: views, locales and pictograms are read from there, built or not. */
export function findRootDirectory(from: string = import.meta.dirname): string {
  return existsSync(path.join(from, 'package.json')) ? from : findRootDirectory(path.dirname(from))
}
