/** Companions connected to as many visits: from a patient's tap to the companion, and the memory of a connection. */

import { Agent, type IncomingMessage, request } from 'node:http'
import type { Page } from 'playwright-core'
import { browserCookie, cookieOf, siteAt } from '../test/support/cookies.ts'
import { launchChromium } from './browser.ts'
import { addMediators } from './mediators.ts'
import { median, startBuiltServer } from './server.ts'

const usualCompanions = 4000
const mostAtOnce = 500
const screenRounds = 30
const guide = '/fr/guides/check-consent'
const steps = ['check-consent/open-portal', 'check-consent/choose-key']
/** Visits may begin at 25 a second. */
const startPauseMilliseconds = 45

interface Answer {
  readonly status: number
  readonly cookie: string
  readonly body: string
}

interface Connected {
  readonly cookie: string
  /** Calls back with each piece of the companion's stream. */
  readonly onEvent: (heard: () => void) => void
}

const token = (index: number) => `bench${String(index).padStart(17, '0')}`

async function prepareMediators(directory: string, companions: number): Promise<void> {
  const indexes = Array.from({ length: companions + 1 }, (_none, index) => index)
  await addMediators(
    directory,
    indexes.map((index) => ({ name: `Helper ${index}`, token: token(index) })),
  )
}

export async function measureCompanions(companions = usualCompanions): Promise<void> {
  const server = await startBuiltServer((directory) => prepareMediators(directory, companions))
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

  function open(method: string, path: string, cookie: string, form = ''): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = {
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      }
      request(server.address + path, { method, agent, headers }, resolve)
        .on('error', reject)
        .end(form)
    })
  }

  async function send(method: string, path: string, cookie: string, form = ''): Promise<Answer> {
    const answer = await open(method, path, cookie, form)
    let body = ''
    for await (const piece of answer) body += piece
    const [set = ''] = answer.headers['set-cookie'] ?? []
    return { status: answer.statusCode ?? 0, cookie: set.split(';')[0] ?? '', body }
  }

  /** A visit and a companion, paired, with the companion's stream open. */
  async function pair(index: number): Promise<Connected> {
    await new Promise((resolve) => setTimeout(resolve, startPauseMilliseconds))
    const { cookie } = await send('GET', guide, '')
    const page = await send('POST', '/fr/helper/call', cookie)
    const code = [...page.body.matchAll(/<span>(\d{3})<\/span>/g)].map(([, digits]) => digits).join('')
    const helper = cookieOf(siteAt('https://site.example'), 'mediator', token(index))
    const paired = await send('POST', '/companion/pair', helper, `code=${code}`)
    if (paired.status !== 303) throw new Error(`Pairing answered ${paired.status}`)
    await send('POST', '/fr/helper/act', cookie, 'kind=accept')
    const stream = await open('GET', '/companion/session/events', helper)
    let heard = () => {}
    let text = ''
    stream.on('data', (piece: Buffer) => {
      text += piece.toString()
      if (!text.includes('\n\n')) return
      text = ''
      heard()
    })
    await new Promise<void>((resolve) => {
      heard = resolve
    })
    return {
      cookie,
      onEvent: (listener) => {
        heard = listener
      },
    }
  }

  /** From the moment at which a tap is sent to the companion's event, in milliseconds. */
  async function tap({ cookie, onEvent }: Connected, step: string): Promise<number> {
    const began = performance.now()
    const heard = new Promise<void>((resolve) => onEvent(resolve))
    await Promise.all([heard, send('POST', '/fr/helper/act', cookie, `stuck=${step}`)])
    return performance.now() - began
  }

  const before = server.residentMegabytes()
  const all: Connected[] = []
  for (let index = 0; index < companions; index += 1) all.push(await pair(index))
  const kilobytes = ((server.residentMegabytes() - before) * 1024) / companions
  const [one = '', other = ''] = steps
  const alone: number[] = []
  const some = all.slice(0, mostAtOnce)
  for (const connected of some) alone.push(await tap(connected, one))
  report(`one tap at a time, ${companions} companions connected (budget 50 ms)`, alone)
  report(
    `${some.length} patients tap at once (budget 400 ms)`,
    await Promise.all(some.map((connected) => tap(connected, other))),
  )
  console.log(
    `memory: ${before.toFixed(0)} MB before, ${server.residentMegabytes().toFixed(0)} MB after all taps; ` +
      `${kilobytes.toFixed(0)} kB for each companion with its visit (budget 30 kB)`,
  )
  report(
    `on screen in Chromium, ${companions} others connected (budget 150 ms)`,
    await onScreen(server.address, companions),
  )
  agent.destroy()
  await server.stop()
}

/** From a patient's tap to the change on the companion's screen, in two real browsers. */
async function onScreen(address: string, companions: number): Promise<readonly number[]> {
  const browser = await launchChromium()
  const [patient, companion] = [await browser.newPage(), await (await browser.newContext()).newPage()]
  await companion
    .context()
    .addCookies([browserCookie(siteAt('https://site.example'), 'mediator', token(companions), address)])
  await patient.goto(address + guide)
  await patient.locator('[data-action="helper"]').click()
  await patient.locator('.digits').waitFor()
  const digits = await patient.locator('.digits span:not(.only-heard)').allInnerTexts()
  await companion.goto(`${address}/companion/pair?code=${digits.join('')}`)
  await companion.locator('.pair button').click()
  await patient.locator('button[value="accept"]').click()
  await companion.locator('.mediator-lines').waitFor()
  await companion.evaluate(() => {
    new MutationObserver(() => {
      const stuck = document.querySelector('.their-steps [data-stuck]')?.id ?? ''
      if (stuck !== document.body.dataset.stuck) {
        document.body.dataset.stuck = stuck
        document.body.dataset.changedAt = String(Date.now())
      }
    }).observe(document.body, { subtree: true, attributes: true, childList: true })
  })
  const times: number[] = []
  for (let round = 0; round < screenRounds; round += 1) {
    times.push(await tapOnScreen(patient, companion, steps[round % 2] ?? ''))
  }
  await browser.close()
  return times
}

async function tapOnScreen(patient: Page, companion: Page, step: string): Promise<number> {
  const id = `step-${step.split('/')[1]}`
  const tapped = await patient
    .locator(`.step-tool button[value="${step}"]`)
    .evaluate((button: HTMLElement) => {
      const at = Date.now()
      button.click()
      return at
    })
  await companion.locator(`body[data-stuck="${id}"]`).waitFor()
  return Number(await companion.locator('body').getAttribute('data-changed-at')) - tapped
}

function report(what: string, times: readonly number[]): void {
  const sorted = [...times].sort((one, other) => one - other)
  const high = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN
  console.log(
    `from the tap to the companion, ${what}: p50 ${median(times).toFixed(1)} ms, p99 ${high.toFixed(1)} ms`,
  )
}
