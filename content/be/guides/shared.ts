/** Steps and notes that many guides share, and the short forms in which the catalogue is written. */

import type { Need, Note, Step } from '../../../server/guides/rules.ts'
import type { PictogramId } from '../../../server/pictograms/rules.ts'
import type { FactId, Ids, SharedNote, SharedStep } from '../ids.ts'

type Extras<T extends Note<string, Ids>> = Omit<T, 'id' | 'pictogram' | 'facts'>

/** A step, by the id of its words. */
export function step<Id extends string>(
  id: Id,
  pictogram: PictogramId,
  facts: readonly FactId[] = [],
  extras: Extras<Step<string, Ids>> = {},
): Step<Id, Ids> {
  return { id, pictogram, facts, ...extras }
}

/** A note, by the id of its words. */
export function note<Id extends string>(
  id: Id,
  pictogram: PictogramId,
  facts: readonly FactId[] = [],
  extras: Extras<Note<string, Ids>> = {},
): Note<Id, Ids> {
  return { id, pictogram, facts, ...extras }
}

/** What signing in to the portal takes; itsme on the phone can stand for all three. */
export const signInNeeds: readonly Need[] = ['id-card', 'card-reader', 'code']

export const openPortal: SharedStep = {
  id: 'open-portal',
  pictogram: 'open-portal',
  facts: ['F2'],
  shared: true,
}

export const typeCode: SharedStep = {
  id: 'type-code',
  pictogram: 'look-away',
  facts: [],
  shared: true,
  privateMoment: true,
}

/** Opening the portal up to the point where its pages are seen. */
export const signIn: readonly SharedStep[] = [
  openPortal,
  { id: 'choose-key', pictogram: 'digital-key', facts: ['F4'], shared: true },
  typeCode,
]

export const signOut: SharedStep = { id: 'sign-out', pictogram: 'sign-out', facts: [], shared: true }

export const portalDown: SharedNote = {
  id: 'portal-down',
  pictogram: 'wait',
  facts: ['R8'],
  shared: true,
}

/** What to try where the portal does not open. */
export const portalTrouble: readonly SharedNote[] = [
  { id: 'cannot-sign-in', pictogram: 'sign-in', facts: [], see: 'my-card-code', shared: true },
  portalDown,
]
