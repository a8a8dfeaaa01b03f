/** A kiosk with a supervisor, by whole requests: what it is told, and the people who stand there. */

import { expect } from 'vitest'
import type { Services } from '../../server/services.ts'
import { openTestApp, type TestApp } from './app.ts'
import { createSupervisor, type EventReader, readEvents, type Supervisor } from './supervisor.ts'
import { createVisitor, type Visitor } from './visitor.ts'

export const guide = '/fr/guides/check-consent'
export const openPath = '/fr/kiosk/open/check-consent'
export const quiet = {
  portal: null,
  windows: 0,
  document: 'none',
  printer: 'ready',
  printerWarning: 'none',
}

export interface SupervisedKiosk {
  readonly site: TestApp
  readonly token: string
  readonly supervisor: Supervisor
  /** What the supervisor is told. */
  readonly events: EventReader
  /** Connects anew, after the connection was closed. */
  readonly listenAgain: () => Promise<EventReader>
  readonly close: () => Promise<void>
}

/** A kiosk that the host has added and made a token for. */
export async function addSupervisedKiosk(
  { kiosks }: Pick<Services, 'kiosks'>,
  name: string,
): Promise<{ readonly id: string; readonly token: string }> {
  const { id } = await kiosks.add(name)
  const token = await kiosks.newToken(id)
  if (token === null) throw new Error('There is no token')
  return { id, token }
}

export async function openSupervisedKiosk(): Promise<SupervisedKiosk> {
  const site = await openTestApp()
  const { token } = await addSupervisedKiosk(site.services, 'Comptoir')
  const supervisor = createSupervisor(site.app.request, token)
  let events = await supervisor.listen()
  return {
    site,
    token,
    supervisor,
    get events() {
      return events
    },
    listenAgain: async () => {
      events = await supervisor.listen()
      return events
    },
    close: async () => {
      await events.close()
      await site.close()
    },
  }
}

interface State {
  readonly privacyScreenAfterSeconds: number
  readonly eraseAfterSeconds: number
  readonly visit: {
    readonly number: number
    readonly phase: string
    readonly language: string
    readonly size: string
  } | null
  readonly portal: { readonly number: number; readonly page: string; readonly address: string } | null
}

/** What happens at a kiosk; `kioskNow` gives the one that a test has opened. */
export function doingsAt(kioskNow: () => SupervisedKiosk) {
  /** The next state that the supervisor is told and that the test waits for. */
  async function state(
    accepts: (state: State) => boolean,
    from: EventReader = kioskNow().events,
  ): Promise<State> {
    const data = await from.next('state', (text) => accepts(JSON.parse(text) as State))
    return JSON.parse(data ?? 'null') as State
  }

  async function enter(wish: object = {}): Promise<Visitor> {
    const answer = await kioskNow().supervisor.post('/kiosk/entry', {
      resume: false,
      page: 'start',
      language: 'fr',
      ...wish,
    })
    const { path } = (await answer.json()) as { path: string }
    const visitor = createVisitor(kioskNow().site.app)
    expect((await visitor.get(path)).status).toBe(303)
    return visitor
  }

  /** Somebody at the kiosk, at a guide. */
  async function patient(): Promise<Visitor> {
    const visitor = await enter()
    await visitor.get(guide)
    return visitor
  }

  async function pageEvents(visitor: Visitor): Promise<EventReader> {
    return readEvents(await visitor.get('/fr/kiosk/screen'))
  }

  /** The parts of the strip that a person sees on their page. */
  async function visibleParts(visitor: Visitor): Promise<readonly string[]> {
    const html = await (await visitor.get(guide)).text()
    const [, strip = ''] = /<section class="kiosk-strip"(.*?)<\/section>/s.exec(html) ?? []
    const places = [...strip.matchAll(/data-part="([\w-]+)"( hidden)?/g)]
    return places.flatMap(([, part, hidden]) => (part === undefined || hidden ? [] : [part]))
  }

  /** A minute in which nobody touches anything, and the supervisor reports as it always does. */
  async function minute(): Promise<void> {
    for (let count = 0; count < 6; count += 1) {
      kioskNow().site.machine.pass(10_000)
      await report({})
    }
  }

  const act = (name: string) => kioskNow().supervisor.post('/kiosk/visit', { act: name })
  const report = (message: object) => kioskNow().supervisor.post('/kiosk/report', { ...quiet, ...message })

  return { state, enter, patient, pageEvents, visibleParts, minute, act, report }
}
