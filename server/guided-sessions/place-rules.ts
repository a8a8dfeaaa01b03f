/** Where a person can be, as ids of the catalogue alone: the only words that a visit and a companion have in common. */

import { explainers } from '../explainers/catalogue.ts'
import { explainerPath, explainerPrintPath } from '../explainers/explainer-page.ts'
import type { ExplainerId } from '../explainers/rules.ts'
import { guides } from '../guides/catalogue.ts'
import { guidePath, guidePrintPath } from '../guides/guide-page.ts'
import { type GuideId, type ThemeId, themeIds } from '../guides/rules.ts'

/** A page that a helper can suggest. */
export type PageId = `theme/${ThemeId}` | `guide/${GuideId}` | `explainer/${ExplainerId}`

/** A sheet of paper that a helper can offer. */
export type SheetId = `sheet/guide/${GuideId}` | `sheet/explainer/${ExplainerId}`

/** `elsewhere` is every page of ours that the catalogue does not name, such as the gallery of pictograms. */
export type PlaceId = PageId | SheetId | 'home' | 'elsewhere'

/** A step of a guide, such as `check-consent/type-pin`. */
export type StepId = `${GuideId}/${string}`

export const pageIds: readonly PageId[] = [
  ...themeIds.map((id) => `theme/${id}` as const),
  ...guides.map(({ id }) => `guide/${id}` as const),
  ...explainers.map(({ id }) => `explainer/${id}` as const),
]

export const sheetIds: readonly SheetId[] = [
  ...guides.map(({ id }) => `sheet/guide/${id}` as const),
  ...explainers.map(({ id }) => `sheet/explainer/${id}` as const),
]

export const placeIds: readonly PlaceId[] = ['home', 'elsewhere', ...pageIds, ...sheetIds]

export const stepIds: readonly StepId[] = guides.flatMap(({ id, guide }) =>
  guide.steps.map((step) => `${id}/${step.id}` as const),
)

const privateSteps: ReadonlySet<StepId> = new Set(
  guides.flatMap(({ id, guide }) =>
    guide.steps.filter((step) => step.privateMoment).map((step) => `${id}/${step.id}` as const),
  ),
)

/** Whether a secret is typed at a step. */
export function isPrivateStep(step: StepId): boolean {
  return privateSteps.has(step)
}

/** The guide that a step belongs to, as a page. */
export function pageOfStep(step: StepId): PageId {
  return `guide/${step.slice(0, step.indexOf('/')) as GuideId}`
}

/** The theme that a place belongs to, or null where it belongs to none. */
export function themeOf(place: PlaceId): ThemeId | null {
  const [kind, id] = nameOf(place)
  if (kind === 'theme') return themeIds.find((theme) => theme === id) ?? null
  const entries: readonly { readonly id: string; readonly theme: ThemeId }[] =
    kind === 'guide' ? guides : kind === 'explainer' ? explainers : []
  return entries.find((entry) => entry.id === id)?.theme ?? null
}

/** A place's kind and id; a sheet has those of the page that it prints. */
export function nameOf(place: PlaceId): readonly [kind: string, id: string] {
  const [kind = '', id = ''] = place.replace(/^sheet\//, '').split('/')
  return [kind, id]
}

/** The sheet of a page that has one, or null. */
export function sheetOf(place: PlaceId): SheetId | null {
  return sheetIds.find((sheet) => sheet === place || sheet === `sheet/${place}`) ?? null
}

/** The path of a page or a sheet in a language. */
export function pathOf(place: PageId | SheetId, language: string): string {
  const [kind, id] = nameOf(place)
  if (kind === 'theme') return `/${language}/themes/${id}`
  const printed = place.startsWith('sheet/')
  if (kind === 'guide') return (printed ? guidePrintPath : guidePath)(language, id as GuideId)
  return (printed ? explainerPrintPath : explainerPath)(language, id as ExplainerId)
}

const placesByRest: ReadonlyMap<string, PlaceId> = new Map([
  ['', 'home'],
  ...[...pageIds, ...sheetIds].map((place) => [pathOf(place, '').replace(/^\/\//, '/'), place] as const),
  // With what a person ticked, which is nobody's business, it is the same sheet.
  ...sheetIds.map((sheet) => [`${pathOf(sheet, '').replace(/^\/\//, '/')}/mine`, sheet] as const),
])

/** The place and the language of a path of ours. */
export function placeAt(path: string): { readonly place: PlaceId; readonly language: string } {
  const [, language = '', rest = ''] = /^\/([^/]+)(.*)$/.exec(path) ?? []
  return { place: placesByRest.get(rest) ?? 'elsewhere', language }
}
