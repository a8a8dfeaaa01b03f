/** A mediator's phone that trusts the root of `make-certificate`, and a site that serves TLS itself: no proxy, no exception. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { findRootDirectory, ownTlsFiles, readConfiguration } from '../../server/configuration.ts'
import { thisMachine } from '../../server/machine.ts'
import { makeCertificateHere } from '../../server/make-certificate.ts'
import { type RunningServer, startServer } from '../../server/server.ts'
import { createTestMachine } from '../support/app.ts'
import { issuesOn } from '../support/axe.ts'
import { headlessChromiumPath, openBrowser } from '../support/browser.ts'
import { connect } from '../support/guided-session.ts'
import { usualPassphrase } from '../support/signed-in.ts'
import { missedByAThumb } from '../support/thumb.ts'

const address = 'https://guides.test'
const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
const files = ownTlsFiles(folder)

let server: RunningServer
beforeAll(async () => {
  // Browsers judge a certificate by the day that it is.
  const { readClock } = thisMachine()
  const made = await makeCertificateHere(
    { dataDirectory: folder, publicUrl: address },
    false,
    readClock().dayMilliseconds,
  )
  if (!made.ok) throw new Error(made.text)
  const settings = readConfiguration({
    PORT: '0',
    PUBLIC_URL: address,
    DATA_DIR: folder,
    TLS_CERT: files.certificate,
    TLS_KEY: files.key,
  })
  if (!settings.ok) throw new Error(settings.sentence)
  const machine = { ...createTestMachine(), readClock }
  server = await startServer(settings.configuration, findRootDirectory(), machine)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** A browser with a home of its own, which finds the site by its name, and trusts the roots that it is given. */
async function launch(home: string, roots: readonly string[]): Promise<Browser> {
  const store = path.join(folder, home, '.pki', 'nssdb')
  mkdirSync(store, { recursive: true })
  const certutil = (...words: readonly string[]) => execFileSync('certutil', ['-d', `sql:${store}`, ...words])
  certutil('-N', '--empty-password')
  for (const root of roots) certutil('-A', '-n', 'root', '-t', 'C,,', '-i', root)
  const { port } = new URL(server.address)
  return openBrowser(headlessChromiumPath, {
    args: [`--host-resolver-rules=MAP guides.test:443 127.0.0.1:${port}`],
    env: { ...process.env, HOME: path.join(folder, home) },
  })
}

async function withAPasskeyDevice(page: Page): Promise<void> {
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

test('a phone that does not trust the root yet warns, and shows nothing of the site', async () => {
  const browser = await launch('stranger', [])
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await expect(page.goto(`${address}/companion`)).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID')
})

test('a phone that trusts it learns how, signs in, adds a passkey, guides a patient by streams, and stays with TLS', async () => {
  const browser = await launch('mediator', [files.root])
  onTestFinished(() => browser.close())
  const invited = await server.services.staff.companion.accounts.invite('Anna', true)
  if (invited.kind !== 'invited') throw new Error(invited.kind)
  const context = await browser.newContext({
    locale: 'nl',
    viewport: { width: 390, height: 844 },
    bypassCSP: true,
  })
  const companion = await context.newPage()
  await companion.goto(`${address}/certificate`)
  expect(await issuesOn(companion)).toEqual([])
  expect(await missedByAThumb(companion)).toEqual([])

  await withAPasskeyDevice(companion)
  await companion.goto(`${address}/companion/invitation/${invited.token}`)
  await companion.fill('#passphrase', usualPassphrase)
  await companion.fill('#again', usualPassphrase)
  await companion.locator('.main-act').click()
  await companion.waitForURL('**/companion')
  await companion.goto(`${address}/companion/account`)
  await companion.fill('#proof', usualPassphrase)
  await companion.locator('[data-passkey="add"] button').click()
  await companion.locator('section:has([data-passkey="add"]) .rows form').waitFor()
  await companion.locator('.who button').click()
  await companion.locator('[data-passkey="sign-in"] button').click()
  await companion.waitForURL('**/companion')

  const patient = await (await browser.newContext()).newPage()
  await patient.goto(`${address}/fr/guides/check-consent`)
  await connect({ patient, companion })
  await companion.locator('button[value="explain"]').click()
  await patient.locator('.live-strip[data-offer="explain"]').waitFor()

  // Whoever types the address without https, or is led there by a neighbour, is there with TLS all the same.
  await patient.goto('http://guides.test/fr')
  expect(patient.url()).toBe(`${address}/fr`)
  expect(new Set((await context.cookies()).map(({ name, secure }) => `${name} ${secure}`))).toEqual(
    new Set(['__Secure-mediator true', '__Secure-known-device true']),
  )
})
