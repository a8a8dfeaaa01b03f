/** Visits through the whole app: what a person sees, what the next one cannot see, and what a stranger gets. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { words } from '../support/addresses.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'

const guide = '/fr/guides/check-consent'
const json = { accept: 'application/json' }

let site: TestApp
let visitor: Visitor
beforeEach(async () => {
  site = await openTestApp()
  visitor = createVisitor(site.app)
})
afterEach(() => site.close())

function seconds(count: number): void {
  site.machine.pass(count * 1000)
}

/** Where an answer leads; null where it is a page. */
function leadsTo(answer: Response): string | null {
  return answer.headers.get('location')
}

describe('a visit', () => {
  test('begins with the first page in a language, in a cookie that scripts and other sites cannot have', async () => {
    expect((await visitor.get('/')).headers.get('set-cookie')).toBeNull()
    const first = await visitor.get('/fr')
    expect(first.headers.get('set-cookie')).toMatch(
      /^__Host-visit=[\w-]{22}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    const second = await visitor.get(guide)
    expect(second.status).toBe(200)
    expect(second.headers.get('set-cookie')).toBeNull()
    expect(await site.services.visits.count()).toBe(1)
  })

  test('is hidden by the clock, and going on leads back to where the person was', async () => {
    await visitor.get('/fr')
    await visitor.get(guide)
    await visitor.post('/fr/visit/touch', {}, json)
    seconds(60)
    const hidden = await visitor.get('/fr/themes/consent')
    expect(leadsTo(hidden)).toBe('/fr/privacy-screen')
    const screen = await visitor.get('/fr/privacy-screen')
    const html = await screen.text()
    expect(html).toContain(words.translate('fr')('visits:stillThere'))
    expect(html).toContain('data-seconds-left="60"')
    expect(html).not.toContain(words.translate('fr')('themes:names.consent'))
    expect(screen.headers.get('cache-control')).toBe('no-store')
    seconds(59)
    expect(leadsTo(await visitor.post('/fr/visit/go-on'))).toBe(guide)
    expect((await visitor.get(guide)).status).toBe(200)
  })

  test('is erased by the clock when nobody answers, and the start is all that is left of it', async () => {
    await visitor.get(guide)
    await visitor.post('/fr/visit/touch', {}, json)
    const before = visitor.cookie()
    seconds(120)
    const late = await visitor.get('/fr/privacy-screen')
    expect(leadsTo(late)).toBe('/fr/erased')
    expect(late.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(visitor.cookie()).not.toBe(before)
    expect(await site.services.visits.count()).toBe(0)
    const erased = await (await visitor.get('/fr/erased')).text()
    expect(erased).toContain(words.translate('fr')('visits:erasedTitle'))
    expect(erased).toContain('content="20; url=/"')
    for (const path of [guide, '/fr', '/fr/print/guide/check-consent']) {
      expect(leadsTo(await visitor.get(path)), path).toBe('/')
    }
  })

  test('takes its memory with it, even where nobody asks for anything any more', async () => {
    await visitor.get(guide)
    seconds(400)
    expect(await site.services.visits.count()).toBe(1)
    await site.services.visits.endOverdue()
    expect(await site.services.visits.count()).toBe(0)
  })

  test('stays as long as somebody touches the screen', async () => {
    await visitor.get(guide)
    for (let minute = 0; minute < 200; minute += 1) {
      const touch = await visitor.post('/fr/visit/touch', {}, json)
      expect(await touch.json()).toMatchObject({ phase: 'active' })
      seconds(59)
    }
    expect((await visitor.get(guide)).status).toBe(200)
  })

  test('can be hidden at once, is not brought back by a touch, and is erased if nobody comes', async () => {
    await visitor.get(guide)
    expect(leadsTo(await visitor.post('/fr/visit/hide'))).toBe('/fr/privacy-screen')
    expect(await (await visitor.post('/fr/visit/touch', {}, json)).json()).toMatchObject({ phase: 'hidden' })
    expect(leadsTo(await visitor.get(guide))).toBe('/fr/privacy-screen')
    expect(leadsTo(await visitor.post('/fr/visit/go-on'))).toBe(guide)
    await visitor.post('/fr/visit/hide')
    seconds(60)
    expect(await (await visitor.get('/fr/privacy-screen')).text()).toContain('data-seconds-left="60"')
    seconds(60)
    expect(leadsTo(await visitor.post('/fr/visit/go-on'))).toBe('/')
  })

  test('of a slow person has ten times as long, for the whole visit', async () => {
    await visitor.get(guide)
    expect(leadsTo(await visitor.post('/fr/visit/more-time'))).toBe(guide)
    const page = await (await visitor.get(guide)).text()
    expect(page).toContain('data-hide-after-seconds="600"')
    expect(page).toContain('content="600; url=/fr/privacy-screen"')
    seconds(599)
    expect((await visitor.get(guide)).status).toBe(200)
    seconds(1199)
    expect(leadsTo(await visitor.get(guide))).toBe('/fr/privacy-screen')
    expect(await (await visitor.get('/fr/privacy-screen')).text()).toContain('data-seconds-left="1"')
  })

  test('shows every page as large and in the colours that its person chose, and nobody else’s', async () => {
    const other = createVisitor(site.app)
    await other.get(guide)
    await visitor.get(guide)
    expect(leadsTo(await visitor.post('/fr/visit/display', { size: 'largest' }))).toBe(guide)
    await visitor.post('/fr/visit/display', { contrast: 'yellow-on-black' })
    for (const path of ['/fr', guide, '/nl/explainers/share-my-data', '/fr/print/guide/check-consent']) {
      const html = await (await visitor.get(path)).text()
      expect(html, path).toContain('data-size="largest" data-contrast="yellow-on-black"')
      expect(html).toContain('value="largest" aria-pressed="true"')
      const others = await (await other.get(path)).text()
      expect(others, path).toContain('data-size="usual" data-contrast="paper"')
    }
    await visitor.post('/fr/visit/erase')
    const next = createVisitor(site.app)
    expect(await (await next.get(guide)).text()).toContain('data-size="usual" data-contrast="paper"')
  })

  test('is finished with one tap on every page, sheets and errors included', async () => {
    const t = words.translate('de')
    for (const path of ['/de', '/de/guides/check-consent', '/de/print/guide/check-consent', '/de/nowhere']) {
      const html = await (await visitor.get(path)).text()
      expect(html, path).toMatch(
        /<form[^>]*action="\/de\/visit\/erase"><button type="submit" data-action="erase"/,
      )
      expect(html, path).toMatch(
        /<form[^>]*action="\/de\/visit\/hide"><button type="submit" data-action="hide"/,
      )
      expect(html, path).toContain('data-action="display"')
    }
    const erased = await visitor.post('/de/visit/erase')
    expect(erased.status).toBe(303)
    expect(leadsTo(erased)).toBe('/de/erased')
    expect(erased.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(await site.services.visits.count()).toBe(0)
    expect(await (await visitor.get('/de/erased')).text()).toContain(t('visits:erasedTitle'))
  })

  test('of the next person begins at the start, whose languages open the door again', async () => {
    await visitor.get(guide)
    await visitor.post('/fr/visit/erase')
    const start = await (await visitor.get('/')).text()
    expect(start).toContain('href="/nl/begin"')
    expect(leadsTo(await visitor.get('/nl/begin'))).toBe('/nl')
    expect((await visitor.get('/nl')).status).toBe(200)
    expect(await site.services.visits.count()).toBe(1)
  })

  test('is not gone on with by whoever begins anew: nothing of it is on their pages', async () => {
    await visitor.get(guide)
    await visitor.post('/fr/visit/display', { size: 'largest' })
    await visitor.post('/fr/print/explainer/share-my-data', { question: 'who' })
    expect(await (await visitor.get('/fr/print/explainer/share-my-data/mine')).text()).toContain(
      'data-ticked',
    )
    expect(await (await visitor.get('/')).text()).toContain('href="/fr"')
    await visitor.post('/fr/visit/erase')
    await visitor.get('/fr/begin')
    expect(await (await visitor.get('/fr')).text()).toContain('data-size="usual"')
    expect(leadsTo(await visitor.get('/fr/print/explainer/share-my-data/mine'))).toBe(
      '/fr/print/explainer/share-my-data',
    )
    expect(await site.services.visits.count()).toBe(1)
  })

  test('holds the sheet of one explainer, and shows it for no other', async () => {
    await visitor.get('/fr')
    const made = await visitor.post('/fr/print/explainer/share-my-data', { question: 'who' })
    expect(leadsTo(made)).toBe('/fr/print/explainer/share-my-data/mine')
    expect(await (await visitor.get('/nl/print/explainer/share-my-data/mine')).text()).toContain(
      'data-ticked',
    )
    const other = await visitor.get('/fr/print/explainer/masante-for-me/mine')
    expect(leadsTo(other)).toBe('/fr/print/explainer/masante-for-me')
  })

  test('keeps its times and its display on an error page, in whatever language', async () => {
    await visitor.get('/fr')
    await visitor.post('/fr/visit/more-time')
    await visitor.post('/fr/visit/display', { size: 'large' })
    for (const path of ['/fr/nowhere', '/nowhere']) {
      const html = await (await visitor.get(path)).text()
      expect(html, path).toContain('data-size="large"')
      expect(html, path).toContain('data-hide-after-seconds="600"')
    }
  })

  test('is warned at once when the page’s own clock asks, and has the same time to answer', async () => {
    await visitor.get(guide)
    expect(await (await visitor.post('/fr/visit/ask', {}, json)).json()).toMatchObject({
      phase: 'warned',
      millisecondsLeft: 60_000,
    })
    expect(leadsTo(await visitor.get('/fr'))).toBe('/fr/privacy-screen')
    seconds(30)
    await visitor.post('/fr/visit/ask', {}, json)
    seconds(30)
    expect(leadsTo(await visitor.post('/fr/visit/go-on'))).toBe('/')
  })
})

describe('without a script', () => {
  test('a page stays for reading, then leads to the privacy screen, then to the start', async () => {
    const page = await (await visitor.get(guide)).text()
    expect(page).toContain(
      '<noscript><meta http-equiv="refresh" content="300; url=/fr/privacy-screen"/></noscript>',
    )
    seconds(299)
    expect((await visitor.get(guide)).status).toBe(200)
    seconds(300)
    const screen = await (await visitor.get('/fr/privacy-screen')).text()
    expect(screen).toContain('data-seconds-left="60"')
    expect(screen).toContain('<noscript><meta http-equiv="refresh" content="20"/></noscript>')
    seconds(50)
    expect(await (await visitor.get('/fr/privacy-screen')).text()).toContain('content="11"')
    seconds(11)
    expect(leadsTo(await visitor.get('/fr/privacy-screen'))).toBe('/fr/erased')
  })

  test('a browser whose clock runs ahead of ours hides the page and does not keep it for ever', async () => {
    await visitor.get(guide)
    seconds(298)
    const screen = await (await visitor.get('/fr/privacy-screen')).text()
    expect(screen).toContain('data-seconds-left="120"')
    expect(leadsTo(await visitor.get(guide))).toBe('/fr/privacy-screen')
  })
})

describe('a stranger', () => {
  const name = '__Host-visit'

  test.each(['A'.repeat(22), '', '../../etc/passwd', 'x'.repeat(4000), '%00%0d%0a'])(
    'with the cookie %s gets the start, silently',
    async (value) => {
      const stranger = createVisitor(site.app, `${name}=${value}`)
      const answer = await stranger.get(guide)
      expect(answer.status).toBe(303)
      expect(leadsTo(answer)).toBe('/')
      expect(await answer.text()).toBe('')
      const start = await stranger.get('/')
      expect(start.status).toBe(200)
      expect(await start.text()).not.toMatch(/AAAA|passwd|xxxx/)
    },
  )

  test('with a visit that has ended cannot extend, hide, show or end anything, and gets no error', async () => {
    await visitor.get(guide)
    const old = visitor.cookie()
    await visitor.post('/fr/visit/erase')
    for (const act of ['touch', 'hide', 'go-on', 'more-time', 'display']) {
      const answer = await createVisitor(site.app, old).post(`/fr/visit/${act}`, { size: 'large' })
      expect(answer.status, act).toBe(303)
      expect(leadsTo(answer), act).toBe('/')
      const told = await createVisitor(site.app, old).post(`/fr/visit/${act}`, {}, json)
      expect(await told.json(), act).toMatchObject({ phase: 'ended' })
    }
    expect(leadsTo(await createVisitor(site.app, old).post('/fr/visit/erase'))).toBe('/fr/erased')
    expect(await site.services.visits.count()).toBe(0)
  })

  test('who goes on twice, or hides twice, changes nothing the second time', async () => {
    await visitor.get(guide)
    await visitor.post('/fr/visit/hide')
    await visitor.post('/fr/visit/hide')
    expect(leadsTo(await visitor.post('/fr/visit/go-on'))).toBe(guide)
    expect(leadsTo(await visitor.post('/fr/visit/go-on'))).toBe(guide)
  })

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://elsewhere.example' },
    { origin: 'http://localhost:9999' },
    { origin: 'not an origin' },
    { origin: 'http://site.example' },
    { origin: 'ws://localhost' },
  ])('on another page cannot end somebody’s visit: %j', async (headers) => {
    await visitor.get(guide)
    const answer = await visitor.post('/fr/visit/erase', {}, { host: 'localhost', ...headers })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain(words.translate('fr')('errors:badRequestTitle'))
    expect(await site.services.visits.count()).toBe(1)
  })

  test('on another page cannot use a form without an origin either, where the cookie stays away', async () => {
    const answer = await site.app.request('/fr/print/explainer/share-my-data', {
      method: 'POST',
      headers: { origin: 'null' },
      body: new URLSearchParams({ question: 'who' }),
    })
    expect(answer.status).toBe(403)
  })

  test.each([{ 'sec-fetch-site': 'same-origin' }, { origin: 'null' }, { origin: 'http://localhost' }, {}])(
    'is told apart from our own page, whose forms work: %j',
    async (headers) => {
      await visitor.get(guide)
      const answer = await visitor.post('/fr/visit/hide', {}, { host: 'localhost', ...headers })
      expect(leadsTo(answer)).toBe('/fr/privacy-screen')
    },
  )

  test('who chooses a display that there is not gets a plain page, and the visit goes on as it was', async () => {
    await visitor.get(guide)
    for (const form of [{ size: 'canary' }, { contrast: 'canary' }, { size: '"><script>' }]) {
      const answer = await visitor.post('/fr/visit/display', form)
      expect(answer.status).toBe(400)
      expect(await answer.text()).not.toMatch(/canary|<script>/)
    }
    expect(await (await visitor.get(guide)).text()).toContain('data-size="usual"')
  })

  test('who sends without pause is told to stop, and can still hide and erase', async () => {
    await visitor.get(guide)
    const statuses: number[] = []
    for (let count = 0; count < 100; count += 1) {
      statuses.push((await visitor.post('/fr/visit/touch', {}, json)).status)
    }
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(50)
    expect(statuses.at(-1)).toBe(429)
    expect((await visitor.post('/fr/print/explainer/share-my-data', { question: 'who' })).status).toBe(429)
    expect(leadsTo(await visitor.post('/fr/visit/hide'))).toBe('/fr/privacy-screen')
    seconds(10)
    expect((await visitor.post('/fr/visit/touch', {}, json)).status).toBe(200)
    expect(leadsTo(await visitor.post('/fr/visit/erase'))).toBe('/fr/erased')
  })

  test('who begins visits without end fills a bounded room, and puts nobody out who reads', async () => {
    await visitor.get(guide)
    await visitor.post('/fr/visit/touch', {}, json)
    let begun = 0
    for (let count = 0; count < 2000; count += 1) {
      const answer = await site.app.request('/fr')
      expect(answer.status).toBe(200)
      if (answer.headers.get('set-cookie') !== null) begun += 1
    }
    expect(begun).toBeLessThanOrEqual(800)
    const after = createVisitor(site.app, `__Host-visit=${'A'.repeat(22)}`)
    await after.get('/fr/begin')
    expect(after.cookie()).toBe('')
    expect((await after.get('/fr')).status).toBe(200)
    expect((await visitor.get(guide)).status).toBe(200)
  })

  test('who lead somebody to a begin, by a link, an image or a frame, end no visit that goes on', async () => {
    await visitor.get(guide)
    const before = visitor.cookie()
    for (const [site, place] of [
      ['cross-site', '/'],
      ['same-site', '/'],
      ['same-origin', '/fr'],
      ['none', '/fr'],
      ['', '/fr'],
    ] as const) {
      const answer = await visitor.get('/fr/begin', site === '' ? {} : { 'sec-fetch-site': site })
      expect([answer.status, leadsTo(answer), visitor.cookie()], site).toEqual([303, place, before])
    }
    await visitor.post('/fr/visit/hide')
    await visitor.get('/fr/begin')
    expect(leadsTo(await visitor.get('/fr'))).toBe('/fr/privacy-screen')
    await visitor.post('/fr/visit/go-on')
    expect((await visitor.get(guide)).status).toBe(200)
    expect(await site.services.visits.count()).toBe(1)
  })

  test('who hold the cookie back find the start at a begin, and begin nothing', async () => {
    const answer = await site.app.request('/fr/begin', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect([answer.status, leadsTo(answer), answer.headers.getSetCookie()]).toEqual([303, '/', []])
    expect(await site.services.visits.count()).toBe(0)
  })

  test('who follows a link of another site is asked for the cookie once more, and ends nobody’s visit', async () => {
    await visitor.get(guide)
    const elsewhere = { 'sec-fetch-site': 'cross-site' }
    for (const path of [guide, '/fr/privacy-screen', '/fr']) {
      const answer = await site.app.request(path, { headers: elsewhere })
      expect(answer.status, path).toBe(200)
      expect(answer.headers.get('set-cookie'), path).toBeNull()
      expect(await answer.text(), path).toContain('<meta http-equiv="refresh" content="0">')
    }
    expect((await visitor.get(guide, elsewhere)).status).toBe(200)
    expect(await site.services.visits.count()).toBe(1)
  })

  test('who asks for the privacy screen without a visit changes nothing', async () => {
    const answer = await site.app.request('/fr/privacy-screen')
    expect(leadsTo(answer)).toBe('/')
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  test('without cookies can read, and is told that nothing counts the time for them', async () => {
    const answer = await site.app.request('/fr/visit/touch', { method: 'POST', headers: json })
    expect(await answer.json()).toMatchObject({ phase: 'none' })
    const form = await site.app.request('/fr/visit/go-on', { method: 'POST' })
    expect(leadsTo(form)).toBe('/')
  })
})

describe('the clock of the server', () => {
  test('that jumps forward hides the page and ends the visit', async () => {
    await visitor.get(guide)
    seconds(86_400)
    expect(leadsTo(await visitor.get(guide))).toBe('/')
  })
})
