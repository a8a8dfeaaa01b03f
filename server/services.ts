/** Builds everything the rooms work with; tests build the same with their own clock and folder. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Kysely } from 'kysely'
import type { Configuration } from './configuration.ts'
import type { Database } from './database/schema.ts'
import { createExplainerPages, type ExplainerPages } from './explainers/explainer-page.ts'
import { type AddressOverrides, createAddressOverrides } from './facts/store.ts'
import { everydayPictograms } from './guides/catalogue.ts'
import { createGuidePages, type GuidePages } from './guides/guide-page.ts'
import type { PictogramId, PictogramOrigin } from './pictograms/pictograms.ts'
import { type Assets, loadAssets } from './web/assets.ts'
import { createFastLane, type FastLane } from './web/fast-lane.ts'
import { loadWords, type Words } from './web/language.ts'
import { createPages, type Pages } from './web/respond.ts'

export type PictogramManifest = Readonly<Record<PictogramId, PictogramOrigin>>

export interface Services {
  readonly configuration: Configuration
  /** Where the server listens, such as http://127.0.0.1:3000. */
  readonly startAddress: string
  /** The address that printed QR codes lead to, without a last slash. */
  readonly publicUrl: string
  readonly words: Words
  readonly assets: Assets
  readonly pages: Pages
  readonly fastLane: FastLane
  readonly pictograms: PictogramManifest
  readonly guides: GuidePages
  readonly explainers: ExplainerPages
  readonly addressOverrides: AddressOverrides
  /** Resolves where the database answers; throws where it does not. */
  readonly checkDatabase: () => Promise<void>
}

/** Reads words, assets and pictograms from the root folder. The database must have been migrated. */
export async function buildServices(
  configuration: Configuration,
  rootDirectory: string,
  database: Kysely<Database>,
): Promise<Services> {
  const words = loadWords(rootDirectory)
  const { host, port } = configuration
  const startAddress = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const pages = createPages()
  const pictograms = readManifest(rootDirectory)
  const addressOverrides = createAddressOverrides(database)
  return {
    configuration,
    startAddress,
    publicUrl: configuration.publicUrl ?? startAddress,
    words,
    assets: loadAssets(rootDirectory, pictograms, everydayPictograms()),
    pages,
    fastLane: createFastLane(pages),
    pictograms,
    guides: createGuidePages(words, await addressOverrides.list()),
    explainers: createExplainerPages(words),
    addressOverrides,
    checkDatabase: async () => {
      await database.selectFrom('address_override').select('language').limit(1).execute()
    },
  }
}

function readManifest(rootDirectory: string): PictogramManifest {
  return JSON.parse(readFileSync(path.join(rootDirectory, 'pictograms/manifest.json'), 'utf8'))
}
