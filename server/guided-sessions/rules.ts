/** How a guided session goes on: pure rules, the time handed in as milliseconds of one clock that never goes back. */

import type {
  Command,
  CompanionView,
  EndReason,
  Offer,
  OfferId,
  Pace,
  PatientAct,
  PatientView,
} from './messages.ts'
import { type PlaceId, pageOfStep, type StepId } from './place-rules.ts'

/** The helper, as the patient sees who is there. */
export interface Helper {
  readonly id: string
  readonly name: string
}

export function offerId(offer: Offer): OfferId {
  switch (offer.kind) {
    case 'page':
      return offer.page
    case 'sheet':
      return offer.sheet
    case 'explain':
      return 'explain'
  }
}

/** `shown` is false while the patient's own page is hidden by the privacy screen. */
export interface Together {
  readonly phase: 'together'
  readonly helper: Helper
  readonly place: PlaceId
  /** The language of the patient's page. */
  readonly language: string
  readonly shown: boolean
  readonly stuckAt: StepId | null
  readonly pointedAt: StepId | null
  readonly offer: Offer | null
  readonly answer: 'taken' | 'refused' | null
  readonly pace: Pace
  /** When the companion was last heard of. */
  readonly heardAt: number
}

/**
 * `waiting`: the code is on the patient's screen. `asking`: a helper has typed it, the patient is asked. `private`: a
 * secret is typed, and the state itself knows nothing of the page, so that nothing of it can be told. `isSecret`: a
 * secret is typed already before a helper is there; a yes then leads to the private moment.
 */
type OpenGuidedSession =
  | { readonly phase: 'waiting'; readonly until: number; readonly isSecret: boolean }
  | {
      readonly phase: 'asking'
      readonly helper: Helper
      readonly until: number
      readonly heardAt: number
      readonly isSecret: boolean
    }
  | Together
  | Private

export type GuidedSession = OpenGuidedSession | { readonly phase: 'ended'; readonly reason: EndReason }

/** Where the patient's screen is; it goes to the companion only outside a private moment. */
export interface Screen {
  readonly place: PlaceId
  readonly language: string
  readonly shown: boolean
}

/** `since`: when it began. The pace goes on after it, and says nothing of the page. */
interface Private {
  readonly phase: 'private'
  readonly helper: Helper
  readonly heardAt: number
  readonly since: number
  readonly pace: Pace
}

/** What happens without anybody meaning this session by it. */
export type Happening =
  | { readonly kind: 'claim'; readonly helper: Helper }
  | { readonly kind: 'screen' }
  | { readonly kind: 'heard' }
  | { readonly kind: 'clock' }
  | { readonly kind: 'visit-over' }
  | { readonly kind: 'helper-gone' }

export const guidedSessionTimes = {
  codeMilliseconds: 120_000,
  /** How long the patient is asked "yes or no?". */
  answerMilliseconds: 120_000,
  /** A companion that was not heard of for so long is shown as lost. */
  lostAfterMilliseconds: 10_000,
  /** And is given up after this: a phone in a pocket comes back, one that was switched off does not. */
  goneAfterMilliseconds: 600_000,
  /** "Done" may come up under a finger that taps twice; nobody types a code so fast. */
  leastPrivateMilliseconds: 1500,
} as const

/** Why a command changes nothing. */
export type Refusal = 'private' | 'not-connected' | 'not-now' | 'other-page'

export type CommandResult =
  | { readonly ok: true; readonly session: GuidedSession }
  | { readonly ok: false; readonly refusal: Refusal }

function ended(reason: EndReason): GuidedSession {
  return { phase: 'ended', reason }
}

/** A new session, whose code is on the patient's screen. */
export function called(at: number): OpenGuidedSession {
  return { phase: 'waiting', until: at + guidedSessionTimes.codeMilliseconds, isSecret: false }
}

/** What the passing of time alone has made of a session. */
export function sessionAt(session: GuidedSession, at: number): GuidedSession {
  switch (session.phase) {
    case 'waiting':
      return at < session.until ? session : ended('code-too-old')
    case 'asking':
      return at < session.until ? session : ended('no-answer')
    case 'together':
    case 'private':
      return at < session.heardAt + guidedSessionTimes.goneAfterMilliseconds ? session : ended('helper-gone')
    case 'ended':
      return session
  }
}

/** Whether the patient has to be told that the companion is away. */
export function isLost(session: GuidedSession, at: number): boolean {
  return 'heardAt' in session && at >= session.heardAt + guidedSessionTimes.lostAfterMilliseconds
}

/**
 * After what happened by itself. In a private moment the screen may do what it likes: the session learns nothing of it.
 */
export function afterHappening(
  session: GuidedSession,
  happening: Happening,
  screen: Screen,
  at: number,
): GuidedSession {
  const now = sessionAt(session, at)
  if (now.phase === 'ended') return now
  switch (happening.kind) {
    case 'claim':
      return now.phase === 'waiting'
        ? {
            phase: 'asking',
            helper: happening.helper,
            until: at + guidedSessionTimes.answerMilliseconds,
            heardAt: at,
            isSecret: now.isSecret,
          }
        : now
    case 'screen':
      return now.phase === 'together' ? onScreen(now, screen) : now
    case 'heard':
      return now.phase === 'waiting' ? now : { ...now, heardAt: at }
    case 'clock':
      return now
    case 'visit-over':
      return ended('visit-over')
    case 'helper-gone':
      return ended('helper-gone')
  }
}

/** On another page what was pointed at and offered has lost its meaning. */
function onScreen(session: Together, screen: Screen): Together {
  if (screen.place === session.place) return { ...session, ...screen }
  return { ...session, ...screen, stuckAt: null, pointedAt: null, offer: null }
}

/** The patient's screen alone decides what is private: opening a step for a secret, or saying so. */
export function afterAct(
  session: GuidedSession,
  act: PatientAct,
  screen: Screen,
  at: number,
  isPrivateStep: (step: StepId) => boolean,
): GuidedSession {
  /** Whether the act says that a secret is typed from now on. */
  const beginsSecret = act.kind === 'type-code' || (act.kind === 'stuck' && isPrivateStep(act.step))
  const now = sessionAt(session, at)
  if (now.phase === 'ended') return now
  if (act.kind === 'end') return ended('patient-ended')
  switch (now.phase) {
    case 'waiting':
      return beginsSecret ? { ...now, isSecret: true } : now
    case 'asking': {
      if (act.kind === 'decline') return ended('declined')
      if (beginsSecret) return { ...now, isSecret: true }
      if (act.kind !== 'accept') return now
      const { helper, heardAt } = now
      return now.isSecret
        ? { phase: 'private', helper, heardAt, since: at, pace: 'together' }
        : together(helper, screen, heardAt, 'together')
    }
    case 'private':
      return act.kind === 'done' && at >= now.since + guidedSessionTimes.leastPrivateMilliseconds
        ? together(now.helper, screen, now.heardAt, now.pace)
        : now
    case 'together': {
      const { helper, heardAt, pace } = now
      return beginsSecret
        ? { phase: 'private', helper, heardAt, since: at, pace }
        : afterActTogether(now, act)
    }
  }
}

function together(helper: Helper, screen: Screen, heardAt: number, pace: Pace): Together {
  return {
    phase: 'together',
    helper,
    ...screen,
    stuckAt: null,
    pointedAt: null,
    offer: null,
    answer: null,
    pace,
    heardAt,
  }
}

function afterActTogether(session: Together, act: PatientAct): GuidedSession {
  const { offer } = session
  switch (act.kind) {
    case 'stuck':
      return pageOfStep(act.step) === session.place ? { ...session, stuckAt: act.step } : session
    case 'pause':
      return { ...session, pace: 'paused', offer: null, pointedAt: null }
    case 'alone':
      return { ...session, pace: 'alone', offer: null, pointedAt: null }
    case 'resume':
      return { ...session, pace: 'together' }
    case 'take':
      return offer === null || offerId(offer) !== act.offer
        ? session
        : { ...session, offer: null, answer: 'taken' }
    case 'refuse-offer':
      return offer === null ? session : { ...session, offer: null, answer: 'refused' }
    default:
      return session
  }
}

/** What a command of the helper makes of a session, or why it makes nothing. */
export function afterCommand(session: GuidedSession, command: Command, at: number): CommandResult {
  const now = sessionAt(session, at)
  if (now.phase === 'private') return { ok: false, refusal: 'private' }
  if (now.phase === 'ended' || now.phase === 'waiting') return { ok: false, refusal: 'not-connected' }
  if (command.kind === 'leave') return { ok: true, session: ended('helper-ended') }
  if (now.phase === 'asking') return { ok: false, refusal: 'not-connected' }
  if (command.kind === 'withdraw') {
    return { ok: true, session: { ...now, heardAt: at, pointedAt: null, offer: null } }
  }
  if (now.pace !== 'together') return { ok: false, refusal: 'not-now' }
  const next = { ...now, heardAt: at, answer: null }
  switch (command.kind) {
    case 'point':
      if (pageOfStep(command.step) !== now.place) return { ok: false, refusal: 'other-page' }
      return { ok: true, session: { ...next, pointedAt: command.step } }
    case 'suggest':
      return { ok: true, session: { ...next, offer: { kind: 'page', page: command.page } } }
    case 'offer':
      return { ok: true, session: { ...next, offer: { kind: 'sheet', sheet: command.sheet } } }
    case 'explain':
      return { ok: true, session: { ...next, offer: { kind: 'explain' } } }
  }
}

/** What the companion is told: ids, and in a private moment that it is one. */
export function companionView(session: GuidedSession): CompanionView {
  switch (session.phase) {
    case 'waiting':
      return { phase: 'none' }
    case 'asking':
    case 'private':
      return { phase: session.phase }
    case 'together': {
      const { helper: _helper, heardAt: _heardAt, ...view } = session
      return view
    }
    case 'ended':
      return session
  }
}

/** What the patient's page shows. */
export function patientView(session: GuidedSession, at: number): PatientView {
  switch (session.phase) {
    case 'waiting':
    case 'asking':
      return { phase: session.phase }
    case 'private':
      return { phase: 'private', lost: isLost(session, at) }
    case 'together': {
      const { pointedAt, offer, pace } = session
      return { phase: 'together', lost: isLost(session, at), pointedAt, offer, pace }
    }
    case 'ended':
      return session
  }
}
