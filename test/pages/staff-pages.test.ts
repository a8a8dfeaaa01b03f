/** The pages of mediators and hosts in a real browser: for a thumb, for disabled people, without script, by passkey. */

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { words } from '../support/addresses.ts'
import { issuesOn } from '../support/axe.ts'
import { headlessChromiumPath, openBrowser, type TestSite } from '../support/browser.ts'
import { browserCookie } from '../support/cookies.ts'
import { axeOnSkeleton, axeOnWords, createJudge, printJudged, sniffer } from '../support/judge.ts'
import { claimNoMoreThan, countJudged } from '../support/judged-figures.ts'
import { layOut } from '../support/lay-out.ts'
import { phone } from '../support/sizes.ts'
import { codeAt } from '../support/soft-app.ts'
import {
  askForSecondFactor,
  openStaffSite,
  passphrase,
  prepare,
  staffAddresses,
  type Tokens,
  type UnpreparedSite,
} from '../support/staff-site.ts'
import { missedByAThumb } from '../support/thumb.ts'

const judge = createJudge(words.languages)

let unprepared: UnpreparedSite
let site: TestSite
let tokens: Tokens
let anyFailed = false

beforeAll(async () => {
  unprepared = await openStaffSite()
  site = unprepared.site
})
afterAll(async () => {
  await site.close()
  printJudged(judge.judgements)
})
afterEach(({ task }) => {
  if (task.result?.state === 'fail') anyFailed = true
})

/** As pa11y sees it first, then on a phone. */
async function sniff(page: Page, name: string, language: string): Promise<readonly string[]> {
  const found = await judge.sniffer(page, { name, language, among: language })
  await layOut(page, phone)
  return found
}

async function look(page: Page, name: string, language: string): Promise<readonly string[]> {
  return [...(await judge.axe(page, { name, language, among: language })), ...(await missedByAThumb(page))]
}

async function signedIn(browser: Browser, language: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: language,
    viewport: phone,
    bypassCSP: true,
  })
  await context.addCookies([
    browserCookie(site, 'mediator', tokens.mediator, site.address),
    browserCookie(site, 'host', tokens.host, site.address),
  ])
  return context
}

/** A device whose lock says at once that it is its owner. */
async function withAuthenticator(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('WebAuthn.enable')
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

describe('the first start', () => {
  test('can be done by a person with a disability, in every language, wrong at first', async () => {
    const found: string[] = []
    for (const language of words.languages) {
      const context = await site.browser.newContext({
        locale: language,
        viewport: phone,
        bypassCSP: true,
      })
      const page = await context.newPage()
      await page.goto(`${site.address}/host/set-up/${unprepared.setUpToken}`)
      found.push(...(await look(page, 'set-up', language)))
      await page.fill('#name', 'Hilde')
      await page.fill('#passphrase', passphrase)
      await page.fill('#again', 'something else')
      await page.locator('.main-act').click()
      expect(await page.locator('[role="alert"]').count()).toBe(1)
      found.push(...(await look(page, 'set-up, wrong at first', language)))
      await context.close()
    }
    expect(found).toEqual([])
    tokens = await prepare(unprepared)
  })
})

describe.each(words.languages)(
  'a mediator or host with a disability can use every page in %s',
  (language) => {
    test('axe and HTML_CodeSniffer find nothing, and everything can be hit with a thumb on a phone', async () => {
      const context = await signedIn(site.browser, language)
      const page = await context.newPage()
      const found: string[] = []
      const addresses = staffAddresses(tokens)
      for (const address of addresses) {
        await page.goto(site.address + address)
        expect(page.url()).toBe(site.address + address)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        found.push(...(await sniff(page, address, language)))
        await page.locator('.choose-language summary').click()
        found.push(...(await look(page, address, language)))
      }
      await page.goto(`${site.address}/host`)
      await page.fill('#mediator-name', 'AÏCHA VANDENBROUCKE')
      await page.locator('form[action="/host/mediators"] button').click()
      expect(await page.locator('[role="alert"]').count()).toBe(1)
      found.push(...(await look(page, '/host, name taken', language)))
      await page.fill('#kiosk-name', `Comptoir ${language}`)
      await page.locator('form[action="/host/kiosks"] button').click()
      const ofKiosk = page.url()
      for (const [secret, form] of [
        ['link', /\/kiosks\/[\w-]{22}$/],
        ['token', /^[\w-]{22}$/],
      ] as const) {
        await page.goto(ofKiosk)
        await page.locator(`form[action$="/${secret}"] button`).click()
        expect(await page.locator('textarea').inputValue()).toMatch(form)
        found.push(...(await look(page, `/host, ${secret} of a kiosk`, language)))
      }
      console.log(`${language}: ${addresses.length + 3} staff pages, ${found.length} issues`)
      expect(found).toEqual([])
      for (const rules of [axeOnWords, axeOnSkeleton, sniffer]) {
        const judged = judge.judgements
          .filter((one) => one.language === language && one.rules === rules)
          .map((one) => one.page)
        expect(judged, rules).toEqual(expect.arrayContaining([...addresses]))
      }
      await context.close()
    })
  },
)

test('without script, on a plain-http network, a mediator accepts, signs out and in, and changes the language', async () => {
  const { port } = new URL(site.address)
  const address = `http://guides.test:${port}`
  const browser = await openBrowser(headlessChromiumPath, {
    args: ['--host-resolver-rules=MAP guides.test localhost'],
  })
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'nl' })
  const page = await context.newPage()
  const origins: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.method() !== 'POST') return
    void request.allHeaders().then((headers) => {
      expect(headers['sec-fetch-site']).toBeUndefined()
      origins.push(headers.origin)
    })
  })
  await page.goto(`${address}/companion/invitation/${tokens.invitation}`)
  await page.fill('#passphrase', passphrase)
  await page.fill('#again', passphrase)
  await page.locator('.main-act').click()
  expect(new URL(page.url()).pathname).toBe('/companion')
  await page.locator('.who button').click()
  expect(new URL(page.url()).pathname).toBe('/companion/sign-in')
  await page.fill('#name', 'bernard')
  await page.fill('#passphrase', passphrase)
  await page.locator('.main-act').click()
  expect(new URL(page.url()).pathname).toBe('/companion')
  await page.locator('.choose-language summary').click()
  await page.locator('a[hreflang="de"]').click()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await page.goto(`${address}/companion/account`)
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  expect(await page.locator('[data-passkey]').count()).toBe(0)
  expect(origins).toEqual([address, address, address])
  await browser.close()
})

test('a form that was sent looks so until its answer is there', async () => {
  const context = await site.browser.newContext({ locale: 'fr' })
  const page = await context.newPage()
  await page.goto(`${site.address}/companion/sign-in`)
  const look = () =>
    page.evaluate(() => {
      const button = document.querySelector('.main-act')
      return button === null ? '' : getComputedStyle(button).opacity
    })
  expect(await look()).toBe('1')
  // The page's own listener came first, and so does what it puts off; a page on its way answers no questions.
  await page.evaluate(() =>
    addEventListener('submit', () =>
      setTimeout(() => {
        const button = document.querySelector('.main-act')
        sessionStorage.setItem('seen', button === null ? '' : getComputedStyle(button).opacity)
      }),
    ),
  )
  await page.fill('#name', 'Anna')
  await page.fill('#passphrase', 'falsch')
  await page.locator('.main-act').click()
  await page.locator('[role="alert"]').first().waitFor()
  expect(await page.evaluate(() => sessionStorage.getItem('seen'))).toBe('0.5')
  expect(await look()).toBe('1')
  await context.close()
})

test('by passkey a mediator signs in without typing, and not after taking it away', async () => {
  const context = await signedIn(site.browser, 'fr')
  const page = await context.newPage()
  const ownPasskeys = page.locator('section:has([data-passkey="add"]) .rows')
  await withAuthenticator(page)
  await page.goto(`${site.address}/companion/account`)
  await page.fill('#proof', 'not the passphrase')
  await page.locator('[data-passkey="add"] button').click()
  await page.locator('.passkey .problem:not([hidden])').waitFor()
  expect(await page.locator('.passkey .problem').textContent()).toContain('phrase de passe actuelle')
  expect(await issuesOn(page)).toEqual([])
  await page.fill('#proof', passphrase)
  await page.locator('[data-passkey="add"] button').click()
  await ownPasskeys.locator('form').waitFor()
  expect(await ownPasskeys.textContent()).toContain('2026-11-20')
  expect(await missedByAThumb(page)).toEqual([])
  expect(await issuesOn(page)).toEqual([])

  await page.locator('.who button').click()
  await page.goto(`${site.address}/companion/account`)
  const button = page.locator('[data-passkey="sign-in"] button')
  expect(await issuesOn(page)).toEqual([])
  const spent = page.waitForRequest((request) => request.url().endsWith('/sign-in/passkey'))
  await button.click()
  await page.waitForURL('**/companion/account')
  expect(await page.locator('.who').textContent()).toContain('Aïcha Vandenbroucke')

  // The same answer once more, by somebody who has seen it go by.
  const again = await fetch(`${site.address}/companion/sign-in/passkey`, {
    method: 'POST',
    body: (await spent).postData() ?? '',
  })
  expect(again.status).toBe(403)

  await ownPasskeys.locator('form button').click()
  await ownPasskeys.locator('li').waitFor({ state: 'detached' })
  await page.locator('.who button').click()
  await button.click()
  await page.locator('.passkey .problem:not([hidden])').waitFor()
  expect(page.url()).toContain('/companion/sign-in')
  await context.close()
})

describe('where the site asks for a second factor', () => {
  beforeAll(() => askForSecondFactor(unprepared, tokens))

  async function invitation(name: string): Promise<string> {
    const invited = await site.services.staff.companion.accounts.invite(name, true)
    if (invited.kind !== 'invited') throw new Error(invited.kind)
    return `${site.address}/companion/invitation/${invited.token}`
  }

  async function typePassphrase(page: Page, name: string): Promise<void> {
    await page.fill('#name', name)
    await page.fill('#passphrase', passphrase)
    await page.locator('.main-act').click()
    await page.locator('#code').waitFor()
  }

  async function acceptInvitation(page: Page, name: string): Promise<void> {
    await page.goto(await invitation(name))
    await page.fill('#passphrase', passphrase)
    await page.fill('#again', passphrase)
    await page.locator('.main-act').click()
    await page.locator('.way').first().waitFor()
  }

  test.each(words.languages)(
    'a person with a disability sets theirs up, changes it and signs in by it, in %s',
    async (language) => {
      const context = await site.browser.newContext({ locale: language, viewport: phone, bypassCSP: true })
      const page = await context.newPage()
      const found: string[] = []
      const judged = async (name: string) => {
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        found.push(...(await sniff(page, name, language)), ...(await look(page, name, language)))
      }
      await acceptInvitation(page, `Cara ${language}`)
      await judged('second factor, choice')
      await page.locator('a[href$="/second-factor/app"]').click()
      await page.fill('#code', '000000')
      await page.locator('form[action$="/app"] button').click()
      await page.locator('[role="alert"]').waitFor()
      await judged('second factor, app, wrong at first')
      await page.goto(`${site.address}/companion/second-factor`)
      await page.locator('form[action$="/card"] button').click()
      await page.locator('.card-of-codes').waitFor()
      await judged('second factor, card')
      const [code = ''] = await page.locator('.card-of-codes li').allTextContents()
      await page.locator('a.main-act').click()
      await page.goto(`${site.address}/companion/account`)
      await judged('account, second factor')
      await page.fill('#second-proof', passphrase)
      await page.locator('form[action$="/account/second-factor"] button').click()
      await page.locator('.way').first().waitFor()
      await judged('second factor, change')
      await page.goto(`${site.address}/companion/account`)
      await page.locator('.who button').click()
      await typePassphrase(page, `Cara ${language}`)
      await page.fill('#code', '000000')
      await page.locator('.main-form button').click()
      await page.locator('[role="alert"]').first().waitFor()
      await judged('second factor, wrong code')
      await page.fill('#code', code)
      await page.locator('.main-form button').click()
      await page.waitForURL(`${site.address}/companion`)
      expect(found).toEqual([])
      await context.close()
    },
  )

  test('without script a helper sets an app up and signs in by it, and a card is printed alone', async () => {
    const context = await site.browser.newContext({ javaScriptEnabled: false, locale: 'nl' })
    const page = await context.newPage()
    await acceptInvitation(page, 'Dirk')
    expect(await page.locator('.way:visible').count()).toBe(2)
    await page.locator('a[href$="/second-factor/app"]').click()
    const secret = ((await page.locator('.secret').textContent()) ?? '').replace(/\s/g, '')
    const now = () => site.machine.readClock().dayMilliseconds
    await page.fill('#code', codeAt(secret, now()))
    await page.locator('.main-form button').click()
    expect(new URL(page.url()).pathname).toBe('/companion')
    await page.goto(`${site.address}/companion/account`)
    await page.fill('#second-proof', passphrase)
    await page.locator('form[action$="/account/second-factor"] button').click()
    await page.locator('form[action$="/card"] button').click()
    expect(await page.locator('.card-of-codes li').count()).toBe(10)
    await page.emulateMedia({ media: 'print' })
    const seen = page.locator('body :is(h1, p, li, a, button):visible')
    expect(await seen.count()).toBe(await page.locator('.card-of-codes :is(p, li)').count())
    await page.emulateMedia({ media: 'screen' })
    await page.locator('.how-to-print').waitFor()
    await page.locator('a.main-act').click()
    await page.locator('.who button').click()
    await typePassphrase(page, 'Dirk')
    site.machine.pass(30_000)
    await page.fill('#code', codeAt(secret, now()))
    await page.locator('.main-form button').click()
    expect(new URL(page.url()).pathname).toBe('/companion')
    await context.close()
  })

  test('by passkey alone somebody sets theirs up and gets in', async () => {
    const context = await site.browser.newContext({ locale: 'fr', viewport: phone })
    const page = await context.newPage()
    await withAuthenticator(page)
    await acceptInvitation(page, 'Elke')
    await page.locator('[data-passkey="add"] button').click()
    await page.waitForURL(`${site.address}/companion`)
    await page.locator('.who button').click()
    await typePassphrase(page, 'Elke')
    await page.locator('[data-passkey="sign-in"] button').click()
    await page.waitForURL(`${site.address}/companion`)
    await context.close()
  })
})

test('whoever reads the accessibility statement reads of no page for helpers that was not judged', () => {
  const counted = words.languages.map((language) => [
    language,
    countJudged(judge.judgements, language, [axeOnWords, axeOnSkeleton, sniffer]),
  ])
  const counts = { axeAndHtmlCodeSniffer: Object.fromEntries(counted) }
  claimNoMoreThan('staffPages', { tools: {}, counts }, anyFailed)
})
