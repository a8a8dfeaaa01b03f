/** Where a person can be, as ids of the country alone: the only words that a visit and a companion have in common. */

import type { Country } from '../content/rules.ts'
import { explainerPath, explainerPrintPath } from '../explainers/explainer-page.ts'
import { guidePath, guidePrintPath } from '../guides/guide-page.ts'

/** A page that a helper can suggest. */
export type PageId = `theme/${string}` | `guide/${string}` | `explainer/${string}`

/** A sheet of paper that a helper can offer. */
export type SheetId = `sheet/guide/${string}` | `sheet/explainer/${string}`

/** `elsewhere` is every page of ours that the catalogue does not name, such as the gallery of pictograms. */
export type PlaceId = PageId | SheetId | 'home' | 'elsewhere'

/** A step of a guide, such as `give-consent/type-code`. */
export type StepId = `${string}/${string}`

/** The places of a country. */
export interface Places {
  readonly pageIds: readonly PageId[]
  readonly sheetIds: readonly SheetId[]
  readonly placeIds: readonly PlaceId[]
  readonly stepIds: readonly StepId[]
  /** Whether a secret is typed at a step. */
  readonly isPrivateStep: (step: StepId) => boolean
  /** The theme that a place belongs to, or null where it belongs to none. */
  readonly themeOf: (place: PlaceId) => string | null
  /** The sheet of a page that has one, or null. */
  readonly sheetOf: (place: PlaceId) => SheetId | null
  /** The place and the language of a path of ours. */
  readonly placeAt: (path: string) => { readonly place: PlaceId; readonly language: string }
}

/** The places of a country, and what is known of each. */
export function placesOf({ themes, guides, explainers }: Country): Places {
  const pageIds: readonly PageId[] = [
    ...themes.map(({ id }) => `theme/${id}` as const),
    ...guides.map(({ id }) => `guide/${id}` as const),
    ...explainers.map(({ id }) => `explainer/${id}` as const),
  ]
  const sheetIds: readonly SheetId[] = [
    ...guides.map(({ id }) => `sheet/guide/${id}` as const),
    ...explainers.map(({ id }) => `sheet/explainer/${id}` as const),
  ]
  const steps = guides.flatMap(({ id, guide }) =>
    guide.steps.map((step) => ({ id: `${id}/${step.id}` as const, isPrivate: step.privateMoment ?? false })),
  )
  const privateSteps: ReadonlySet<StepId> = new Set(
    steps.filter(({ isPrivate }) => isPrivate).map(({ id }) => id),
  )
  const placesByRest: ReadonlyMap<string, PlaceId> = new Map([
    ['', 'home'],
    ...[...pageIds, ...sheetIds].map((place) => [restOf(place), place] as const),
    // With what a person ticked, which is nobody's business, it is the same sheet.
    ...sheetIds.map((sheet) => [`${restOf(sheet)}/mine`, sheet] as const),
  ])
  return {
    pageIds,
    sheetIds,
    placeIds: ['home', 'elsewhere', ...pageIds, ...sheetIds],
    stepIds: steps.map(({ id }) => id),
    isPrivateStep: (step) => privateSteps.has(step),
    themeOf: (place) => {
      const [kind, id] = nameOf(place)
      if (kind === 'theme') return themes.find((theme) => theme.id === id)?.id ?? null
      const entries = kind === 'guide' ? guides : kind === 'explainer' ? explainers : []
      return entries.find((entry) => entry.id === id)?.theme ?? null
    },
    sheetOf: (place) => sheetIds.find((sheet) => sheet === place || sheet === `sheet/${place}`) ?? null,
    placeAt: (path) => {
      const [, language = '', rest = ''] = /^\/([^/]+)(.*)$/.exec(path) ?? []
      return { place: placesByRest.get(rest) ?? 'elsewhere', language }
    },
  }
}

/** The guide that a step belongs to, as a page. */
export function pageOfStep(step: StepId): PageId {
  return `guide/${step.slice(0, step.indexOf('/'))}`
}

/** A place's kind and id; a sheet has those of the page that it prints. */
export function nameOf(place: PlaceId): readonly [kind: string, id: string] {
  const [kind = '', id = ''] = place.replace(/^sheet\//, '').split('/')
  return [kind, id]
}

/** The path of a page or a sheet in a language. */
export function pathOf(place: PageId | SheetId, language: string): string {
  const [kind, id] = nameOf(place)
  if (kind === 'theme') return `/${language}/themes/${id}`
  const printed = place.startsWith('sheet/')
  if (kind === 'guide') return (printed ? guidePrintPath : guidePath)(language, id)
  return (printed ? explainerPrintPath : explainerPath)(language, id)
}

/** What stands in a path after the language. */
function restOf(place: PageId | SheetId): string {
  return pathOf(place, '').replace(/^\/\//, '/')
}
