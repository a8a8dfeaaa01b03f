/** The guided sessions that are going on: rules, clock, codes and live state brought together. */

import type { Clock } from '../live/clock.ts'
import { createMemoryState, type LiveState } from '../live/live-state.ts'
import type { Updates } from '../live/updates.ts'
import { mostVisits } from '../visits/capacity-rules.ts'
import type { LiveVisits } from '../visits/live.ts'
import type { Visit } from '../visits/rules.ts'
import { createLiveCodes } from './codes-live.ts'
import { type ClaimRefusal, createLiveHelpers } from './helpers-live.ts'
import type { Command, CompanionView, Messages, PatientAct, PatientView } from './messages.ts'
import type { Places } from './place-rules.ts'
import { lengthClassOf, type RecordDraft } from './record-messages.ts'
import {
  afterAct,
  afterCommand,
  afterHappening,
  type CommandResult,
  called,
  companionView,
  type GuidedSession,
  guidedSessionTimes,
  type Happening,
  type Helper,
  patientView,
  type Refusal,
  type Screen,
  sessionAt,
} from './rules.ts'

/** One guided session, under the id of its visit. */
interface LiveSession {
  readonly visitId: string
  readonly session: GuidedSession
  /** The keyed hash of the code while it can be spent; the code itself is on the patient's screen alone. */
  readonly codeMark: string | null
  /** For the record: when the patient said yes, and what was looked at together. */
  readonly together: {
    readonly since: number
    readonly language: string
    readonly themes: readonly string[]
  } | null
  /** What was last told to each side, and how often that has changed: the ids of the events. */
  readonly told: { readonly companion: string; readonly patient: string }
  readonly companionVersion: number
  readonly patientVersion: number
}

/** A view with the number of its event. */
interface Numbered<View> {
  readonly view: View
  readonly version: number
}

export type ClaimResult = { readonly kind: 'asking' } | { readonly kind: 'wrong' } | ClaimRefusal

export interface GuidedSessions {
  /** A new code for a visit, in place of an older one; null where a helper is there already, or no visit. */
  readonly call: (visitId: string) => Promise<{ readonly code: string; readonly milliseconds: number } | null>
  /** Spends a code for a helper; the patient is asked. */
  readonly claim: (helper: Helper, code: string) => Promise<ClaimResult>
  readonly act: (visitId: string, act: PatientAct) => Promise<GuidedSession | null>
  readonly command: (
    helperId: string,
    command: Command,
  ) => Promise<CommandResult | { readonly ok: false; readonly refusal: Refusal | 'too-many' }>
  /** The companion is still there. */
  readonly heard: (helperId: string) => Promise<void>
  /** The session of a visit, with the patient's view of it; null where there is none. */
  readonly ofVisit: (
    visitId: string,
  ) => Promise<(Numbered<PatientView> & { readonly session: GuidedSession }) | null>
  readonly ofHelper: (
    helperId: string,
  ) => Promise<Numbered<CompanionView> & { readonly draft: RecordDraft | null }>
  /** The patient has read that the session is over. */
  readonly putAway: (visitId: string) => Promise<void>
  /**
   * The helper sends the record or passes over it, and has read that the session is over. Gives what was proposed, once;
   * null where no record is open.
   */
  readonly takeRecord: (helperId: string) => Promise<RecordDraft | null>
  /** A helper's sign-in has ended, or the helper was removed. */
  readonly helperGone: (helperId: string) => Promise<void>
  /** Lets the clock do its part: old codes, unanswered questions, companions that are lost. */
  readonly tick: () => Promise<void>
  /** Calls back when what one side sees has changed; gives the way to stop that. */
  readonly watchVisit: (visitId: string, changed: () => void) => () => void
  readonly watchHelper: (helperId: string, changed: () => void) => () => void
  readonly watchersOfVisit: (visitId: string) => number
  readonly watchersOfHelper: (helperId: string) => number
  /** Notes that something came which is not in the closed set, or not allowed. */
  readonly refuse: () => void
  readonly refused: () => number
  readonly count: () => Promise<number>
}

interface GuidedSessionParts {
  readonly visits: LiveVisits
  readonly updates: Updates
  readonly clock: Clock
  /** Six digits that nobody can foresee. */
  readonly newCode: () => string
  /** A keyed hash, so that a code cannot be read back out of the memory. */
  readonly mark: (secret: string) => string
  readonly places: Places
  readonly messages: Messages
}

/** At how many sessions the clock looks before it lets others come. */
const mostAtATime = 200

export function createGuidedSessions(parts: GuidedSessionParts): GuidedSessions {
  const { visits, updates, clock, newCode, mark, places, messages } = parts
  const sessions: LiveState<LiveSession> = createMemoryState(mostVisits)
  const helpers = createLiveHelpers()
  const codes = createLiveCodes(newCode, mark)
  let refusedCount = 0

  function screenOf(visit: Visit): Screen {
    return { ...places.placeAt(visit.place), shown: visit.state.phase === 'active' }
  }

  /** The session after something, with what follows from it; views are compared so that only a change is told. */
  function follow(live: LiveSession, session: GuidedSession, at: number): LiveSession {
    const told = {
      companion: JSON.stringify(companionView(session)),
      patient: JSON.stringify(patientView(session, at)),
    }
    return {
      ...live,
      session,
      codeMark: session.phase === 'waiting' ? live.codeMark : null,
      together: togetherAfter(live, session, at),
      told,
      companionVersion: live.companionVersion + (told.companion === live.told.companion ? 0 : 1),
      patientVersion: live.patientVersion + (told.patient === live.told.patient ? 0 : 1),
    }
  }

  function togetherAfter(live: LiveSession, session: GuidedSession, at: number): LiveSession['together'] {
    if (session.phase !== 'together') return live.together
    const before = live.together ?? { since: at, language: session.language, themes: [] }
    const theme = places.themeOf(session.place)
    const themes = theme === null || before.themes.includes(theme) ? before.themes : [...before.themes, theme]
    return { ...before, themes }
  }

  /** Changes the session of a visit, tells those who watch it, and gives what was found out; null where there is none. */
  async function changed<Found extends { readonly session: GuidedSession }>(
    visitId: string,
    next: (session: GuidedSession, at: number) => Found,
  ): Promise<Found | null> {
    const at = clock()
    const result = await sessions.update(visitId, (before) => {
      const found = next(before.session, at)
      const after = follow(before, found.session, at)
      return { value: after, result: { before, after, found } }
    })
    if (result === null) return null
    await tell(result.before, result.after, at)
    return result.found
  }

  async function change(
    visitId: string,
    next: (session: GuidedSession, at: number) => GuidedSession,
  ): Promise<GuidedSession | null> {
    return (await changed(visitId, (session, at) => ({ session: next(session, at) })))?.session ?? null
  }

  async function tell(before: LiveSession, after: LiveSession, at: number): Promise<void> {
    if (before.codeMark !== null && after.codeMark === null) await codes.withdraw(before.codeMark)
    const helper = helperOf(after.session) ?? helperOf(before.session)
    if (after.session.phase === 'ended' && before.session.phase !== 'ended' && helper !== null) {
      await helpers.ended(helper.id, after.visitId, after.session.reason, draftOf(after, at))
    }
    if (after.patientVersion !== before.patientVersion) updates.publish(`visit ${after.visitId}`)
    if (after.companionVersion !== before.companionVersion && helper !== null) {
      updates.publish(`helper ${helper.id}`)
    }
  }

  async function happen(
    visitId: string,
    happening: Happening,
    screen: Screen,
  ): Promise<GuidedSession | null> {
    return change(visitId, (session, at) => afterHappening(session, happening, screen, at))
  }

  async function onVisit(visitId: string, visit: Visit | null): Promise<void> {
    if (visit !== null) {
      await happen(visitId, { kind: 'screen' }, screenOf(visit))
      return
    }
    const over = await happen(visitId, { kind: 'visit-over' }, nowhere)
    if (over !== null) await sessions.remove(visitId)
  }

  visits.onChange(onVisit)

  /** The visit as it is now; looking at one that has ended ends its session as well. */
  function look(visitId: string): Promise<Visit | null> {
    return visits.happen(visitId, { kind: 'look' })
  }

  /** The visit that a helper guides; null where there is none, or another helper is there. */
  async function visitOfHelper(helperId: string): Promise<string | null> {
    const { visitId } = await helpers.find(helperId)
    const live = visitId === null ? null : await sessions.find(visitId)
    return live !== null && helperOf(live.session)?.id === helperId ? visitId : null
  }

  /** Asks the patient of a visit about a helper; gives the visit where the question stands on its screen. */
  async function askFor(visitId: string, helper: Helper): Promise<string | null> {
    if ((await look(visitId)) === null) return null
    const session = await happen(visitId, { kind: 'claim', helper }, nowhere)
    if (session?.phase !== 'asking' || session.helper.id !== helper.id) return null
    await visits.keepForHelper(visitId)
    return visitId
  }

  return {
    call: async (visitId) => {
      if ((await look(visitId)) === null) return null
      const at = clock()
      const fresh = await codes.issue(visitId, at)
      const { isCalled, worthless } = await sessions.updateOrAdd(visitId, noneYet(visitId), (before) => {
        const { phase } = sessionAt(before.session, at)
        return phase === 'ended' || phase === 'waiting'
          ? {
              value: calledAnew(before, fresh.mark, at),
              result: { isCalled: true, worthless: before.codeMark },
            }
          : { value: before, result: { isCalled: false, worthless: fresh.mark } }
      })
      if (worthless !== null) await codes.withdraw(worthless)
      if (!isCalled) return null
      updates.publish(`visit ${visitId}`)
      return { code: fresh.code, milliseconds: guidedSessionTimes.codeMilliseconds }
    },

    claim: async (helper, code) => {
      const at = clock()
      const refusal = await helpers.beginClaim(helper.id, at)
      if (refusal !== null) return refusal
      try {
        const calling = await codes.take(code, at)
        const visitId = calling === null ? null : await askFor(calling, helper)
        await helpers.endClaim(helper.id, visitId, at)
        if (visitId === null) refusedCount += 1
        return { kind: visitId === null ? 'wrong' : 'asking' }
      } finally {
        // What fails in between must not leave the helper before a closed door.
        await helpers.dropClaim(helper.id)
      }
    },

    act: async (visitId, act) => {
      const visit = await look(visitId)
      if (visit === null) return null
      const screen = screenOf(visit)
      return change(visitId, (session, at) => afterAct(session, act, screen, at, places.isPrivateStep))
    },

    command: async (helperId, command) => {
      const granted = await helpers.mayCommand(helperId, clock())
      const visitId = granted ? await visitOfHelper(helperId) : null
      const goesOn = visitId !== null && (await look(visitId)) !== null
      const commanded = goesOn
        ? await changed(visitId, (before, at) => {
            const result = afterCommand(before, command, at)
            return { session: result.ok ? result.session : sessionAt(before, at), result }
          })
        : null
      const result: CommandResult = commanded?.result ?? { ok: false, refusal: 'not-connected' }
      if (!result.ok) refusedCount += 1
      return granted ? result : { ok: false, refusal: 'too-many' }
    },

    heard: async (helperId) => {
      const visitId = await visitOfHelper(helperId)
      if (visitId !== null) await happen(visitId, { kind: 'heard' }, nowhere)
    },

    ofVisit: async (visitId) => {
      const session = await change(visitId, sessionAt)
      const live = await sessions.find(visitId)
      if (session === null || live === null) return null
      const view = messages.patientViewSchema.parse(patientView(session, clock()))
      return { view, version: live.patientVersion, session }
    },

    ofHelper: async (helperId) => {
      const visitId = await visitOfHelper(helperId)
      if (visitId !== null && (await look(visitId)) !== null) await change(visitId, sessionAt)
      const helper = await helpers.find(helperId)
      const guided = await visitOfHelper(helperId)
      const live = guided === null ? null : await sessions.find(guided)
      if (live === null) {
        const view: CompanionView =
          helper.lastEnd === null ? { phase: 'none' } : { phase: 'ended', reason: helper.lastEnd }
        return { view: messages.companionViewSchema.parse(view), version: 0, draft: helper.draft }
      }
      return {
        view: messages.companionViewSchema.parse(companionView(live.session)),
        version: live.companionVersion,
        draft: null,
      }
    },

    putAway: async (visitId) => {
      await sessions.update(visitId, (live) => ({
        value: live.session.phase === 'ended' ? null : live,
        result: null,
      }))
      updates.publish(`visit ${visitId}`)
    },

    takeRecord: helpers.takeDraft,

    helperGone: async (helperId) => {
      const visitId = await visitOfHelper(helperId)
      if (visitId !== null) await happen(visitId, { kind: 'helper-gone' }, nowhere)
      await helpers.takeDraft(helperId)
      updates.publish(`helper ${helperId}`)
    },

    tick: async () => {
      const at = clock()
      await codes.forgetOld(at)
      const visitIds = await sessions.updateAll((live) => ({ value: live, result: live.visitId }))
      for (const [index, visitId] of visitIds.entries()) {
        if ((await look(visitId)) !== null) await change(visitId, sessionAt)
        // Thousands take 10 microseconds each: whoever taps meanwhile does not wait for all of them.
        if (index % mostAtATime === mostAtATime - 1) await new Promise(setImmediate)
      }
    },

    watchVisit: (visitId, changed) => updates.subscribe(`visit ${visitId}`, changed),
    watchHelper: (helperId, changed) => updates.subscribe(`helper ${helperId}`, changed),
    watchersOfVisit: (visitId) => updates.watchersOf(`visit ${visitId}`),
    watchersOfHelper: (helperId) => updates.watchersOf(`helper ${helperId}`),
    refuse: () => {
      refusedCount += 1
    },
    refused: () => refusedCount,
    count: () => sessions.count(),
  }
}

/** For what a visit cannot answer for, because it is over or has no part in it. */
const nowhere: Screen = { place: 'elsewhere', language: '', shown: false }

function helperOf(session: GuidedSession): Helper | null {
  return 'helper' in session ? session.helper : null
}

/** A visit for which nobody has been called yet. */
function noneYet(visitId: string): LiveSession {
  return {
    visitId,
    session: { phase: 'ended', reason: 'code-too-old' },
    codeMark: null,
    together: null,
    told: { companion: '', patient: '' },
    companionVersion: 0,
    patientVersion: 0,
  }
}

/** A new session in the place of one that is over, or of one whose code nobody has typed yet. */
function calledAnew(before: LiveSession, codeMark: string, at: number): LiveSession {
  const session = called(at)
  return {
    ...before,
    session,
    codeMark,
    together: null,
    told: {
      companion: JSON.stringify(companionView(session)),
      patient: JSON.stringify(patientView(session, at)),
    },
    companionVersion: before.companionVersion + 1,
    patientVersion: before.patientVersion + 1,
  }
}

/** A session that the patient never said yes to leaves no record. */
function draftOf({ together }: LiveSession, at: number): RecordDraft | null {
  if (together === null) return null
  return {
    language: together.language,
    themes: [...together.themes],
    length: lengthClassOf(at - together.since),
  }
}
