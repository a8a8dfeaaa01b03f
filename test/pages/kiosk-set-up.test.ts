/** A kiosk set up by the words of docs/kiosk.md and docs/operating.md in a real browser, whose whole profile is then searched. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { words } from '../support/addresses.ts'
import { issuesOn } from '../support/axe.ts'
import { openBrowserOn, openTestSite, type TestSite } from '../support/browser.ts'
import { createSupervisor } from '../support/supervisor.ts'

const passphrase = 'trois girafes dorment debout'
const english = words.translate('en')

let site: TestSite
let host: Page
const profiles: string[] = []

beforeAll(async () => {
  site = await openTestSite({ PUBLIC_URL: '' })
  const context = await site.browser.newContext({ locale: 'en' })
  host = await context.newPage()
  await host.goto(`${site.address}/host/set-up/${await site.services.setUp.open()}`)
  await host.fill('#name', 'Hilde')
  for (const field of ['#passphrase', '#again']) await host.fill(field, passphrase)
  await host.locator('.main-act').click()
})
afterAll(async () => {
  await host.context().close()
  await site.close()
  for (const folder of profiles) rmSync(folder, { recursive: true, force: true })
})

/** A browser as a person has it, with its history, on a folder that stays when it is closed. */
async function openFreshBrowser(): Promise<{ readonly context: BrowserContext; readonly folder: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-profile-'))
  profiles.push(folder)
  return { context: await openBrowserOn(folder), folder }
}

/** Presses what the words of a page name, and gives what is then shown to be copied. */
async function makes(button: 'host:kioskNewLink' | 'host:kioskNewToken'): Promise<string> {
  await host.getByRole('button', { name: english(button) }).click()
  return host.locator('textarea').inputValue()
}

async function addsKiosk(name: string): Promise<void> {
  await host.goto(`${site.address}/host`)
  await host.fill('#kiosk-name', name)
  await host.getByRole('button', { name: english('host:addKiosk') }).click()
}

function bytesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => {
      const bytes = readFileSync(file)
      return `${bytes.toString('latin1')}\n${bytes.toString('latin1').replaceAll('\0', '')}`
    })
    .join('\n')
}

interface Found {
  /** Paths of our site. */
  readonly addresses: readonly string[]
  /** What has the form of a secret of ours. */
  readonly secrets: readonly string[]
}

function search(folder: string): Found {
  const bytes = bytesOf(folder)
  const ours = new RegExp(`${site.address.replaceAll('.', '\\.')}(/[\\w/%.-]*)`, 'g')
  const addresses = new Set([...bytes.matchAll(ours)].map(([, found = '']) => found))
  // A database puts a record's next column right behind it: each part of a longer run may be the secret.
  const secrets = new Set<string>()
  for (const [run] of bytes.matchAll(/[A-Za-z0-9_-]{22,60}/g)) {
    for (let from = 0; from + 22 <= run.length; from += 1) secrets.add(run.slice(from, from + 22))
  }
  return { addresses: [...addresses], secrets: [...secrets] }
}

/** What of it opens something for a stranger: gives a cookie of ours, or lets them speak as the supervisor. */
async function opening({ addresses, secrets }: Found): Promise<readonly string[]> {
  const opened: string[] = []
  const ways = ['kiosks', 'kiosk/entry', 'host/set-up', 'companion/invitation']
  const known = [...new Set(addresses)].filter((found) => ways.some((way) => found.startsWith(`/${way}/`)))
  for (const address of known) {
    // A string of a database may end later than the address did.
    const cut = /^(.*\/[\w-]{22})/.exec(address)?.[1] ?? address
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(site.address + cut, { method, redirect: 'manual' })
      if (answer.headers.getSetCookie().length > 0 || answer.status === 200) opened.push(`${method} ${cut}`)
    }
  }
  const { kiosks } = site.services
  for (const secret of secrets) {
    if (kiosks.supervisedBy(secret) !== null) opened.push(`token ${secret}`)
    if ((await kiosks.linkTo(secret)) !== null) opened.push(`link ${secret}`)
  }
  return opened
}

describe('a kiosk set up by the words of the documentation', () => {
  test('with a browser alone leaves nothing in its profile that opens anything', async () => {
    const said = readFileSync(path.join(findRootDirectory(), 'docs/operating.md'), 'utf8')
    for (const word of ['host:addKiosk', 'host:kioskNewLink', 'kiosk:link.act'] as const) {
      expect(said).toContain(`“${english(word)}”`)
    }

    await addsKiosk('Entrance')
    const link = await makes('host:kioskNewLink')
    const { context, folder } = await openFreshBrowser()
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(link)
    await page.getByRole('button', { name: english('kiosk:link.act') }).click()
    await page.waitForURL(`${site.address}/`)
    const [first] = site.services.kiosks.list()
    await page.locator('a[href="/fr"]').click()
    await page.waitForURL('**/fr')
    expect([...(await site.services.visits.kiosksInUse())]).toEqual([first?.id])
    await page.locator('[data-action="erase"]').click()
    await page.waitForURL('**/fr/erased')
    await context.close()

    const found = search(folder)
    // The search can find what is there: the link is in the history, as typed.
    expect(found.addresses.some((address) => link.endsWith(address.slice(0, link.length)))).toBe(true)
    expect(await opening(found)).toEqual([])
  })

  test('with the supervisor’s program leaves nothing in the guide’s browser that opens anything', async () => {
    const said = readFileSync(path.join(findRootDirectory(), 'docs/kiosk.md'), 'utf8')
    for (const word of ['host:addKiosk', 'host:kioskNewToken'] as const) {
      expect(said).toContain(`“${english(word)}”`)
    }

    await addsKiosk('Counter')
    const token = await makes('host:kioskNewToken')
    const supervisor = createSupervisor((address, init) => fetch(site.address + address, init), token)
    const events = await supervisor.listen()
    const asked = await supervisor.post('/kiosk/entry', { resume: false, page: 'start', language: 'fr' })
    const { path: entry } = (await asked.json()) as { path: string }
    const { context, folder } = await openFreshBrowser()
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(site.address + entry)
    await page.goto(`${site.address}/fr/guides/check-consent`)
    await page.locator('.kiosk-strip').waitFor({ state: 'attached' })
    const cookies = Object.fromEntries((await context.cookies()).map(({ name, value }) => [name, value]))
    await supervisor.post('/kiosk/visit', { act: 'erase' })
    await context.close()

    const found = search(folder)
    expect(found.addresses).toContain('/fr/guides/check-consent')
    expect(found.secrets).not.toContain(token)
    expect(await opening(found)).toEqual([])
    // Chromium hides its cookies with a key that everybody knows: they open nothing either.
    expect(Object.keys(cookies).sort()).toEqual(['guide', 'kiosk', 'visit'])
    expect(await opening({ addresses: [], secrets: Object.values(cookies) })).toEqual([])
    await events.close()
  })
})

test('a person with a disability can make a screen the kiosk, and understands a link that is over', async () => {
  await addsKiosk('Corner')
  const link = await makes('host:kioskNewLink')
  const context = await site.browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await page.goto(link)
  expect(await issuesOn(page)).toEqual([])
  await page.goto(`${link.slice(0, -1)}_`)
  expect(await issuesOn(page)).toEqual([])
  await context.close()
})
