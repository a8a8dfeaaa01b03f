/** What the supervisor lays out on the tmpfs at its start: policies, the window manager's rules, the page of its own. */

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { KioskConfiguration } from './configuration.ts'
import { outOfServicePage, outOfServiceWordsSchema } from './out-of-service.ts'
import { policiesOf, type Role } from './policies.ts'
import { type DisplaySize, keyboardConfiguration, openboxConfiguration } from './windows.ts'

interface RuntimeFolders {
  readonly downloads: string
  readonly documents: string
  readonly nssdb: string
  readonly openbox: string
  /** Writes what depends on the display's size anew. */
  readonly followDisplay: (size: DisplaySize) => void
}

const roles: readonly Role[] = ['guide', 'portal', 'document']
const typeface =
  'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2'

/** Empties the folder first: whatever an earlier run left belongs to nobody any more. */
export function layOut(
  configuration: Pick<KioskConfiguration, 'runtimeDirectory' | 'serverAddress' | 'portals' | 'siteTelephone'>,
  rootDirectory: string,
  display: DisplaySize,
): RuntimeFolders {
  const at = (...names: readonly string[]) => path.join(configuration.runtimeDirectory, ...names)
  mkdirSync(at(), { recursive: true, mode: 0o700 })
  for (const name of readdirSync(at())) rmSync(at(name), { recursive: true, force: true })
  for (const role of roles) {
    mkdirSync(at('policies', role, 'managed'), { recursive: true })
    writeFileSync(
      at('policies', role, 'managed', 'kiosk.json'),
      JSON.stringify(policiesOf(role, configuration), null, 2),
    )
  }
  for (const name of ['downloads', 'documents', 'pages', 'keyboard']) mkdirSync(at(name))
  writeFileSync(at('pages', 'out-of-service.html'), page(rootDirectory, configuration.siteTelephone))
  const font = path.join(rootDirectory, typeface)
  if (existsSync(font)) copyFileSync(font, at('pages', 'typeface.woff2'))
  const followDisplay = (size: DisplaySize) => {
    writeFileSync(at('keyboard', 'keyfile'), keyboardConfiguration(size))
    writeFileSync(at('openbox.xml'), openboxConfiguration(size))
  }
  followDisplay(display)
  return {
    followDisplay,
    downloads: at('downloads'),
    documents: at('documents'),
    nssdb: at('nssdb'),
    openbox: at('openbox.xml'),
  }
}

function page(rootDirectory: string, telephone: string | null): string {
  const read = (...names: readonly string[]) => readFileSync(path.join(rootDirectory, ...names), 'utf8')
  const words = Object.fromEntries(
    ['fr', 'nl', 'de', 'en'].map((language) => [
      language,
      outOfServiceWordsSchema.parse(JSON.parse(read('locales', language, 'kiosk.json'))).outOfService,
    ]),
  )
  const pictogram = (id: string) => read('pictograms', `${id}.svg`)
  return outOfServicePage({
    words,
    telephone,
    pictograms: {
      outOfService: pictogram('out-of-service'),
      ask: pictogram('without-computer'),
      call: pictogram('phone'),
    },
  })
}
