/** A second factor that somebody has: changed by its owner alone, and lost with a phone. */

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createPeople, type People, passphrase, secretOn } from '../support/second-factor.ts'
import { createSoftPasskey } from '../support/soft-passkey.ts'

const other = 'un canal sans bateaux bleus'
const atHome = { 'accept-language': 'en', host: 'site.example' }

let site: TestApp
let people: People
beforeEach(async () => {
  site = await openTestApp()
  people = createPeople(site)
})
afterEach(() => site.close())

const bytesOnDisk = () =>
  readdirSync(site.directory)
    .map((file) => readFileSync(path.join(site.directory, file), 'latin1'))
    .join('')

describe('somebody who has one', () => {
  test('changes it on the account’s page with the passphrase, and not without', async () => {
    const { browser: owner, secret } = await people.withApp()
    const account = '/companion/account/second-factor'
    expect((await owner.post(account, { 'second-proof': other })).status).toBe(403)
    expect((await owner.get('/companion/second-factor')).status).toBe(303)
    await owner.post(account, { 'second-proof': passphrase })
    const fresh = await people.setUpApp(owner)
    const next = await people.halfWay()
    expect((await people.code(next, people.appCode(secret))).status).toBe(403)
    expect((await people.code(next, people.appCode(fresh))).status).toBe(303)
  })

  test('cannot take the last one away, and can take the other', async () => {
    const { browser: owner, secret } = await people.withApp()
    const begin = () => owner.post('/companion/account/second-factor', { 'second-proof': passphrase })
    const remove = (kind: string) => owner.post('/companion/second-factor/remove', { kind })
    await begin()
    expect((await remove('app')).status).toBe(409)
    await people.setUpCard(owner)
    await begin()
    expect((await remove('app')).headers.get('location')).toBe('/companion/account')
    expect(bytesOnDisk()).not.toContain(secret)
    await begin()
    expect((await remove('card')).status).toBe(409)
  })

  test('cannot change it in a browser that was signed out meanwhile', async () => {
    const { browser: owner, owner: stolen, secret } = await people.withApp()
    await stolen.post('/companion/account/second-factor', { 'second-proof': passphrase })
    const page = await stolen.get('/companion/second-factor/app')
    const chosen = secretOn(await page.text())
    await stolen.post('/companion/sign-out')
    const late = await stolen.post('/companion/second-factor/app', { code: people.appCode(chosen) })
    expect(late.status).toBe(403)
    expect(bytesOnDisk()).toContain(secret)
    expect(await people.isIn(owner)).toBe(true)
  })

  test('loses by removal every trace on the disk, and no code of a card stands there at all', async () => {
    const { id, browser: owner, secret } = await people.withApp()
    await owner.post('/companion/account/second-factor', { 'second-proof': passphrase })
    const codes = await people.setUpCard(owner)
    expect(bytesOnDisk()).toContain(secret)
    for (const code of codes) expect(bytesOnDisk()).not.toContain(code.replace(' ', ''))
    await site.services.staff.companion.signIns.remove(id)
    expect(bytesOnDisk()).not.toContain(secret)
  })
})

describe('a lost phone', () => {
  test('is followed by a new link, which takes the host’s passphrase and ends everything at once', async () => {
    const { id, host, browser: owner, secret } = await people.withApp()
    const newStart = `/host/mediators/${id}/new-start`
    expect((await host.post(`/host/mediators/${id}/link`)).headers.get('location')).toBe(newStart)
    expect((await host.post(newStart, { proof: other })).status).toBe(403)
    expect(await people.isIn(owner)).toBe(true)
    const given = await (await host.post(newStart, { proof: passphrase })).text()
    const link = /<textarea[^>]*>([^<]+)<\/textarea>/.exec(given)?.[1] ?? ''
    expect(await people.isIn(owner)).toBe(false)
    expect((await people.passphraseIn(people.browser())).status).toBe(403)
    expect(bytesOnDisk()).not.toContain(secret)
    const fresh = people.browser()
    const chosen = await fresh.post(new URL(link).pathname, { passphrase: other, again: other })
    expect(chosen.headers.get('location')).toBe('/companion/second-factor')
    await people.setUpApp(fresh)
    expect(await people.isIn(fresh)).toBe(true)
  })

  test('of the host is followed by a command of the machine', async () => {
    await people.withApp()
    const { stdout } = await promisify(execFile)(process.execPath, ['build/bundle/admin.js', 'renew-host'], {
      cwd: findRootDirectory(),
      env: { ...process.env, DATA_DIR: site.directory, PUBLIC_URL: 'https://site.example' },
    })
    expect(stdout).toMatch(/^https:\/\/site\.example\/host\/invitation\/[\w-]{22}\n$/)
    const host = people.browser()
    expect((await host.post('/host/sign-in', { name: 'Hilde', passphrase })).status).toBe(403)
    const link = new URL(stdout.trim()).pathname
    const chosen = await host.post(link, { passphrase: other, again: other })
    expect(chosen.headers.get('location')).toBe('/host/second-factor')
    await people.setUpApp(host, 'host')
    expect(await people.isIn(host, 'host')).toBe(true)
  }, 60_000)

  test('with the only passkey on it is announced where one signs out everywhere', async () => {
    await people.mediator()
    await people.askingHost()
    const owner = await people.halfWay()
    await people.registered(owner, createSoftPasskey())
    const html = await (await owner.get('/companion/account', atHome)).text()
    expect(html).toContain('Then you need a new link')
    const id = /name="id" value="([\w-]+)"/.exec(html.slice(html.indexOf('passkeys/remove')))?.[1] ?? ''
    expect((await owner.post('/companion/account/passkeys/remove', { id })).status).toBe(409)
  })
})
