/** Patients and mediators who ask the real app: what they do in a guided session, request by request. */

import { words } from './addresses.ts'
import type { TestApp } from './app.ts'
import { cookieOf } from './cookies.ts'
import { withoutSuggestions } from './guided-session.ts'
import { newMediator } from './signed-in.ts'
import { createVisitor, type Visitor } from './visitor.ts'

export const passphrase = 'kastanje lantaarn 7'
export const guide = '/fr/guides/check-consent'
export const french = words.translate('fr')
export const inFrench = { 'accept-language': 'fr' }
const byScript = { 'hx-request': 'true' }

type Form = Readonly<Record<string, string>>

/** Calls a helper; gives the six digits that the page shows. */
export async function codeOf(visitor: Visitor): Promise<string> {
  const page = await (await visitor.post('/fr/helper/call')).text()
  return [.../<span>(\d{3})<\/span>/g[Symbol.matchAll](page)].map(([, digits]) => digits).join('')
}

/** A mediator types a code. */
export function pair(helper: Visitor, code: string): Promise<Response> {
  return helper.post('/companion/pair', { code })
}

/** A patient taps something of the strip. */
export function act(visitor: Visitor, form: Form): Promise<Response> {
  return visitor.post('/fr/helper/act', form)
}

/** A mediator taps something of the companion. */
export function command(helper: Visitor, form: Form): Promise<Response> {
  return helper.post('/companion/session/command', form, { ...byScript, ...inFrench })
}

/** The companion without the list of all pages that can be suggested, which is the same for everybody. */
export async function companion(helper: Visitor): Promise<string> {
  return withoutSuggestions(await (await helper.get('/companion/session', inFrench)).text())
}

export interface People {
  /** A mediator at their own phone, signed in. */
  readonly mediator: (name: string, trained?: boolean) => Promise<Visitor>
  /** Somebody at a guide. */
  readonly patient: () => Promise<Visitor>
  /** A patient who has said yes to Anna. */
  readonly together: () => Promise<{ readonly person: Visitor; readonly anna: Visitor }>
  /** The first step of the guide, and the first where a secret is typed. */
  readonly firstSteps: () => { readonly open: string; readonly secret: string }
}

/** The people of a site; `siteNow` gives the one that a test has opened. */
export function peopleOf(siteNow: () => TestApp): People {
  async function mediator(name: string, trained = true): Promise<Visitor> {
    const { app, services } = siteNow()
    const { token } = await newMediator(services, name, trained)
    return createVisitor(app, cookieOf({ services }, 'mediator', token))
  }

  async function patient(): Promise<Visitor> {
    const visitor = createVisitor(siteNow().app)
    await visitor.get(guide)
    return visitor
  }

  return {
    mediator,
    patient,
    together: async () => {
      const [person, anna] = [await patient(), await mediator('Anna')]
      await pair(anna, await codeOf(person))
      await act(person, { kind: 'accept' })
      return { person, anna }
    },
    firstSteps: () => {
      const page = siteNow().services.guides.find('fr', 'check-consent')
      const open = page?.steps.find(({ privateMoment }) => !privateMoment)
      const secret = page?.steps.find(({ privateMoment }) => privateMoment)
      return { open: `check-consent/${open?.id}`, secret: `check-consent/${secret?.id}` }
    },
  }
}
