/** The family of pictograms: one idea each, the same idea always with the same picture. */

import type manifest from '../../pictograms/manifest.json'

export type PictogramId = keyof typeof manifest

/** Where a pictogram comes from: an icon of the healthicons package, or a file of ours in `pictograms/`. */
export type PictogramOrigin = { readonly licence: string; readonly source: string } & (
  | { readonly healthicons: string }
  | { readonly file: string }
)
