/** Every setting of the kiosk, read once at the start, one schema. All are described in docs/operating.md. */

import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { knownPortals, type Portal, portalsSchema } from './portals.ts'

/** Where nothing passes a network. */
const thisMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

const settingsSchema = z.object({
  SERVER_URL: z.url({ protocol: /^https?$/, error: 'it must be an address such as http://127.0.0.1:3000' }),
  ALLOW_PLAIN_HTTP: z.enum(['yes', 'no']).default('no'),
  KIOSK_TOKEN: z
    .string('it must be the code that /host makes for this machine')
    .regex(/^[A-Za-z0-9_-]{22}$/, 'it must be the code that /host makes for this machine'),
  DISPLAY: z.string('it must name the display, such as :0').regex(/^:\d+(\.\d+)?$/),
  XAUTHORITY: z.string().optional(),
  RUNTIME_DIR: z.string().startsWith('/').default('/run/trois-clics-kiosk'),
  PKCS11_MODULE: z.string().startsWith('/').optional(),
  CARD_PATHS: z.string().default(''),
  CARD_ENVIRONMENT: z
    .string()
    .regex(/^(?:[A-Z0-9_]+=\S+(?:\s+|$))*$/, 'it must be NAME=value, and more of them after a space')
    .default(''),
  PRINTER: z.string().optional(),
  KEYBOARD_LAYOUT: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('be'),
  SITE_TELEPHONE: z
    .string()
    .regex(/^[+\d][\d /.()-]{1,30}$/, 'it must be a telephone number')
    .optional(),
  PORTALS_FILE: z.string().startsWith('/').optional(),
  ON_SCREEN_KEYBOARD: z.enum(['yes', 'no']).default('yes'),
})

/** Debian's own module for cards, used where the site names none. */
const debianModules = [
  '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so',
  '/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so',
]

export interface KioskConfiguration {
  /** Such as http://127.0.0.1:3000, without a last slash. */
  readonly serverAddress: string
  readonly token: string
  readonly display: string
  readonly xAuthority: string | null
  readonly runtimeDirectory: string
  readonly cardModule: string | null
  /** Folders and variables that the card's module needs. */
  readonly cardPaths: readonly string[]
  readonly cardEnvironment: Readonly<Record<string, string>>
  readonly printer: string | null
  readonly keyboardLayout: string
  readonly siteTelephone: string | null
  readonly portals: readonly Portal[]
  readonly onScreenKeyboard: boolean
}

type KioskConfigurationResult =
  | { readonly ok: true; readonly configuration: KioskConfiguration }
  | { readonly ok: false; readonly sentence: string }

/** Reads the settings. A wrong one gives one sentence that names it, for the person who sets the kiosk up. */
export function readKioskConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
): KioskConfigurationResult {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = settingsSchema.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refused(String(issue?.path[0] ?? 'A setting'), issue?.message ?? 'invalid')
  }
  const settings = parsed.data
  const { protocol, hostname, origin } = new URL(settings.SERVER_URL)
  if (protocol === 'http:' && !thisMachine.test(hostname) && settings.ALLOW_PLAIN_HTTP === 'no') {
    return refused('SERVER_URL', `without https everybody on the network can read the token (${plainHttp})`)
  }
  const portals = readPortals(settings.PORTALS_FILE)
  if (typeof portals === 'string') return refused('PORTALS_FILE', portals)
  return {
    ok: true,
    configuration: {
      serverAddress: origin,
      token: settings.KIOSK_TOKEN,
      display: settings.DISPLAY,
      xAuthority: settings.XAUTHORITY ?? null,
      runtimeDirectory: settings.RUNTIME_DIR,
      cardModule: settings.PKCS11_MODULE ?? debianModules.find((file) => existsSync(file)) ?? null,
      cardPaths: settings.CARD_PATHS.split(':').filter((entry) => entry !== ''),
      cardEnvironment: Object.fromEntries(
        [...settings.CARD_ENVIRONMENT.matchAll(/(\S+?)=(\S+)/g)].map(([, name = '', value = '']) => [
          name,
          value,
        ]),
      ),
      printer: settings.PRINTER ?? null,
      keyboardLayout: settings.KEYBOARD_LAYOUT,
      siteTelephone: settings.SITE_TELEPHONE ?? null,
      portals,
      onScreenKeyboard: settings.ON_SCREEN_KEYBOARD === 'yes',
    },
  }
}

const plainHttp = 'ALLOW_PLAIN_HTTP=yes takes it all the same'

/**
 * What programs are started with: everything but the settings, of which they need the display's alone. Whatever stands here, a
 * browser that was taken over could read of the first process of its sandbox.
 */
export function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = new Set(['DISPLAY', 'XAUTHORITY'])
  const own = new Set(Object.keys(settingsSchema.shape).filter((name) => !kept.has(name)))
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.has(name)))
}

function refused(name: string, why: string): KioskConfigurationResult {
  return { ok: false, sentence: `${name} has a value that cannot be used: ${why}.` }
}

/** The site's list in place of ours, or why it cannot be used. */
function readPortals(file: string | undefined): readonly Portal[] | string {
  if (file === undefined) return knownPortals
  try {
    const parsed = portalsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return `${issue?.path.join('.') ?? 'the list'}: ${issue?.message ?? 'invalid'}`
  } catch {
    return 'it cannot be read as JSON'
  }
}
