/** A sign-in with card and PIN on an official page at the kiosk: the PIN stays between the person and the card. */

import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openTestKiosk, type TestKiosk, until } from '../support/kiosk.ts'
import { kioskUsers, readOf, whyNoKiosk } from '../support/kiosk-machine.ts'
import { type LookAlikePortal, openLookAlikePortal } from '../support/look-alike-portal.ts'
import { makeSoftCard, type SoftCard, whyNoSoftCard } from '../support/soft-card.ts'
import { filesHolding, holdingInMemory, processesNamed } from '../support/traces.ts'

const why = whyNoKiosk() ?? whyNoSoftCard()
if (why !== null) console.log(`Not tried: ${why}`)

/** The middle of where the official page is. */
const middle = { x: 1280, y: 540 }
const wrongPin = '111111111111'
/** What grep answers then. */
const nothingFound = 1

describe.skipIf(why !== null)('with a card in the reader of a kiosk', () => {
  let card: SoftCard
  let portal: LookAlikePortal
  let kiosk: TestKiosk

  beforeAll(async () => {
    card = makeSoftCard(kioskUsers.card)
    portal = await openLookAlikePortal(card.tls)
    kiosk = await openTestKiosk({ user: kioskUsers.card, portal, environment: card.settings })
    // The look-alike is certified by nobody that a browser knows. Only here is it told to trust it.
    writeFileSync(
      path.join(kiosk.runtimeDirectory, 'policies/portal/managed/test.json'),
      JSON.stringify({ CACertificates: [card.authority] }),
    )
  })

  afterAll(async () => {
    await kiosk?.close()
    await portal?.close()
    card?.throwAway()
  })

  afterEach(takeCardAlong)

  async function takeCardAlong(): Promise<void> {
    card.pullOut()
    await until('the end of the official page', async () => (await kiosk.windowsOf('portal')).length === 0)
    card.putBack()
  }

  /** The window in which Chromium asks for the PIN, in the middle of where the official page is. */
  const dialog = (not?: string) => {
    const look = async () => {
      // The list goes wrong while a window closes: the next look sees.
      const list = await kiosk.x('wmctrl', '-l', '-G').catch(() => '')
      const line = list.split('\n').find((row) => row.includes('sécurité'))
      const [id = '', , x, y, width, height] = line?.split(/\s+/) ?? []
      const isInMiddle =
        Math.abs(Number(x) + Number(width) / 2 - middle.x) < 2 &&
        Math.abs(Number(y) + Number(height) / 2 - middle.y) < 2
      return id !== not && isInMiddle ? id : null
    }
    return until('the card’s dialog', look, { everyMilliseconds: 200 })
  }

  /** Not by an argument, which would be on a command line. */
  function typePin(pin: string): void {
    execFileSync('xdotool', ['type', '--delay', '15', '--file', '-'], {
      input: pin,
      env: { ...process.env, DISPLAY: kiosk.displayName },
    })
  }

  /** From wherever the guide is to the dialog of the card. */
  async function askedForPin(): Promise<string> {
    await kiosk.toGuide()
    // The guide is measured from its top.
    await kiosk.x('xdotool', 'mousemove', '320', '500', 'click', '--repeat', '40', '--delay', '5', '4')
    await kiosk.tapGuide('a[href*="/kiosk/open/"]')
    await until('the official page', async () => (await kiosk.windowsOf('portal')).length > 0)
    return dialog()
  }

  async function signIn(): Promise<void> {
    const before = portal.signedIn().length
    await askedForPin()
    typePin(card.pin)
    await kiosk.key('Return')
    await until('the sign-in', () => portal.signedIn().length > before)
  }

  function below(pid: number): readonly number[] {
    return kiosk.childrenOf(pid).flatMap((child) => [child, ...below(child)])
  }

  const browserOf = (role: string) =>
    below(kiosk.supervisorPid())
      .filter((pid) => readOf(pid, 'cmdline').includes(`--class=trois-clics-${role}`))
      .flatMap((pid) => [pid, ...below(pid)])

  test('a person who mistypes the PIN is asked again and signs in, and only the official page’s browser knows the PIN', async () => {
    const first = await askedForPin()
    // Beside the dialog, on the page: the dialog is there still.
    await kiosk.tap(1000, 900)
    await kiosk.tap(middle.x, middle.y - 20)
    typePin(wrongPin)
    await kiosk.key('Return')
    await dialog(first)
    typePin(card.pin)
    // The search can find: the browser that asks for the PIN has it while it is typed.
    const inPortal = browserOf('portal')
    expect((await holdingInMemory(inPortal, card.pin)).length).toBeGreaterThan(0)
    expect(toldToProcesses(card.pin)).toEqual([])
    await kiosk.key('Return')
    await until('the sign-in', () => portal.signedIn().length > 0)
    expect(portal.signedIn()).toEqual([card.name])
    expect(toldToProcesses(card.pin)).toEqual([])

    const hasModule = (pid: number) => readOf(pid, 'maps').includes('softhsm')
    expect(inPortal.some(hasModule)).toBe(true)
    expect(browserOf('guide').some(hasModule)).toBe(false)

    const inside = inPortal.find((pid) => readOf(pid, 'cmdline').startsWith('/usr/lib/chromium'))
    const folders = ['home', 'tmp', 'dev/shm', 'downloads'].map((name) => `/proc/${inside}/root/${name}`)
    expect(readdirSync(`${folders[0]}/kiosk/.pki/nssdb`)).toContain('pkcs11.txt')
    const inOneOrTwoBytes = `${card.pin}|${[...card.pin].join('\\x00')}`
    const found = kiosk.x('grep', '-rlaP', inOneOrTwoBytes, ...folders)
    await expect(found).rejects.toMatchObject({ code: nothingFound, stderr: '' })
  })

  test('a person who takes the card along leaves no official page open, and it asks for the PIN again', async () => {
    await signIn()
    await takeCardAlong()
    await kiosk.untilStrip('shows', 'closed-card')
    await signIn()
  })

  test('after a visit the PIN is in no file and in the memory of no process', async () => {
    await signIn()
    await kiosk.tapGuide('[data-action="erase"]')
    await until('the erase', () => (kiosk.said().match(/erased in/g)?.length ?? 0) > 1)
    const supervisor = kiosk.supervisorPid()
    const left = [supervisor, ...below(supervisor), ...processesNamed('Xvfb'), ...processesNamed('openbox')]
    expect(await holdingInMemory(left, card.pin)).toEqual([])
    expect(toldToProcesses(card.pin)).toEqual([])
    expect(await filesHolding(card.pin, kiosk.firstFile)).toEqual([])
  })
})

/** Processes with a text on their command line or in their environment. */
function toldToProcesses(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readOf(pid, 'cmdline').includes(text) || readOf(pid, 'environ').includes(text))
}
