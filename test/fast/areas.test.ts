/** Whatever room comes in, nobody reads it but by the guard of its area. */

import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AddedRooms, createApp } from '../../server/app.ts'
import { openTestApp, type TestApp } from '../support/app.ts'

/** A room that says what it must not say to strangers. */
function room(): Hono {
  const routes = new Hono()
  routes.get('/new', (c) => c.text('a secret'))
  routes.post('/new', (c) => c.text('a secret'))
  return routes
}

const added: AddedRooms = {
  patients: () => [room()],
  companion: [room()],
  host: [room()],
  kiosks: [room()],
}

let site: TestApp
let app: Hono
beforeAll(async () => {
  site = await openTestApp()
  app = createApp(site.services, added)
})
afterAll(() => site.close())

async function ask(path: string, init: RequestInit = {}) {
  const answer = await app.request(path, init)
  return { status: answer.status, leadsTo: answer.headers.get('location'), words: await answer.text() }
}

describe('a room that is new', () => {
  test.each(['companion', 'host'])('in the area %s is read by nobody who is not signed in', async (area) => {
    const page = await ask(`/${area}/new`)
    expect(page).toEqual({ status: 303, leadsTo: `/${area}/sign-in?to=%2F${area}%2Fnew`, words: '' })
    const form = await ask(`/${area}/new`, { method: 'POST' })
    expect(form.status).toBe(403)
    expect(form.words).not.toContain('a secret')
  })

  test('for patients is read by nobody whose visit is over, and begins a visit for whoever is new', async () => {
    const over = { cookie: `${site.services.cookies.nameOf('visit')}=${'x'.repeat(22)}` }
    expect(await ask('/nl/new', { headers: over })).toMatchObject({ status: 303, leadsTo: '/', words: '' })
    const before = await site.services.visits.count()
    expect(await ask('/nl/new')).toMatchObject({ status: 200, words: 'a secret' })
    expect(await site.services.visits.count()).toBe(before + 1)
    expect((await ask('/nl/new', { method: 'POST', headers: over })).words).not.toContain('a secret')
  })

  test('for supervisors is read by no browser, and by nobody without a token', async () => {
    for (const headers of [
      {},
      { authorization: `Bearer ${'x'.repeat(22)}` },
      { 'sec-fetch-site': 'same-origin' },
    ]) {
      for (const method of ['GET', 'POST']) {
        const { status, words } = await ask('/kiosk/new', { method, headers })
        expect(status).toBe(404)
        expect(words).not.toContain('a secret')
      }
    }
  })

  test('is there in its own area alone', async () => {
    for (const path of ['/new', '/xx/new', '/kiosks/new/new', '/assets/new']) {
      expect((await ask(path)).words).not.toContain('a secret')
    }
  })
})
