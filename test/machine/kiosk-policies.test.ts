/** The policies of each browser at the kiosk as Debian's Chromium understands them: applied, not merely written. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Policies, policiesOf, type Role } from '../../kiosk/policies.ts'
import { knownPortals } from '../../kiosk/portals.ts'
import { browserArguments } from '../../kiosk/sandbox.ts'
import { until } from '../support/kiosk.ts'
import { startDisplay, whyNoKiosk } from '../support/kiosk-machine.ts'

const why = whyNoKiosk()
if (why !== null) process.stdout.write(`The policies of a kiosk are not tried: ${why}\n`)

const serverAddress = 'http://127.0.0.1:3000'
const roles: readonly Role[] = ['guide', 'portal', 'document']

/** Deprecated, and still the ones that count: kiosk/policies.ts says why. */
const deprecatedAndKept = ['AutofillAddressEnabled', 'AutofillCreditCardEnabled']

const appliedSchema = z.record(
  z.string(),
  z.object({
    value: z.unknown(),
    level: z.string(),
    error: z.string().optional(),
    warning: z.string().optional(),
    deprecated: z.boolean().optional(),
    future: z.boolean().optional(),
  }),
)
type Applied = z.infer<typeof appliedSchema>

/** Without these no test could look at chrome://policy. */
function readable(policies: Policies): Policies {
  const { URLAllowlist } = policies
  return {
    ...policies,
    RemoteDebuggingAllowed: true,
    DeveloperToolsAvailability: 1,
    URLAllowlist: [...(Array.isArray(URLAllowlist) ? URLAllowlist : []), 'chrome://policy'],
  }
}

/** What the page chrome://policy shows, asked for as the page itself does. */
const askForPolicies = `(async () => {
  const { addWebUiListener } = await import('chrome://resources/js/cr.js')
  return new Promise((resolve) => {
    addWebUiListener('policies-updated', (_names, { policyGroups }) => resolve(policyGroups.chrome.policies))
    chrome.send('listenPoliciesUpdates')
  })
})()`

/** Starts a role's browser in its own sandbox, and reads from inside what it has made of its policies. */
async function appliedTo(role: Role, directory: string, displayName: string): Promise<Applied> {
  const site = { serverAddress, portals: knownPortals }
  const managed = path.join(directory, 'policies', role, 'managed')
  mkdirSync(managed, { recursive: true })
  writeFileSync(path.join(managed, 'kiosk.json'), JSON.stringify(readable(policiesOf(role, site))))
  const argv = browserArguments(
    {
      role,
      address: 'about:blank',
      language: 'en',
      size: 'usual',
      area: { x: 0, y: 0, width: 800, height: 600 },
    },
    {
      display: displayName,
      xAuthority: null,
      runtimeDirectory: directory,
      cardPaths: [],
      cardEnvironment: {},
      isRoot: true,
    },
  )
  const debugging = ['--remote-debugging-port=0', '--user-data-dir=/home/kiosk/profile']
  // A document's browser has no network of its own, and then no test reaches it.
  const child = spawn('bwrap', [...argv.filter((argument) => argument !== '--unshare-net'), ...debugging], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  try {
    let said = ''
    child.stderr?.on('data', (data) => {
      said += String(data)
    })
    const port = await until(
      'the browser listens',
      () => /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said)?.[1] ?? null,
    )
    const made = await fetch(`http://127.0.0.1:${port}/json/new?chrome://policy`, { method: 'PUT' })
    const { webSocketDebuggerUrl } = z.object({ webSocketDebuggerUrl: z.url() }).parse(await made.json())
    return appliedSchema.parse(await evaluated(webSocketDebuggerUrl, askForPolicies))
  } finally {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
}

/** The value of an expression on a page, once the page has loaded so far that it has one. */
async function evaluated(debuggerAddress: string, expression: string): Promise<unknown> {
  const answerSchema = z.object({ result: z.object({ result: z.object({ value: z.unknown() }) }) })
  const socket = new WebSocket(debuggerAddress)
  await once(socket, 'open')
  return until('the page answers', async () => {
    const params = { expression, awaitPromise: true, returnByValue: true, timeout: 3000 }
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
    const [message] = await once(socket, 'message')
    const answer = answerSchema.safeParse(JSON.parse(String(message.data)))
    return answer.success && answer.data.result.result.value !== undefined
      ? [answer.data.result.result.value]
      : null
  }).then(([value]) => value)
}

describe.skipIf(why !== null)('the policies of the kiosk', () => {
  let directory: string
  let display: Awaited<ReturnType<typeof startDisplay>>
  const applied = new Map<Role, Applied>()

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-policies-'))
    for (const name of ['nssdb', 'downloads', 'documents', 'pages']) mkdirSync(path.join(directory, name))
    display = await startDisplay()
    for (const role of roles) applied.set(role, await appliedTo(role, directory, display.name))
  })
  afterAll(async () => {
    await display?.stop()
    rmSync(directory, { recursive: true, force: true })
  })

  describe.each(roles)('of the %s', (role) => {
    const ours = policiesOf(role, { serverAddress, portals: knownPortals })
    const found = () => applied.get(role) ?? {}

    test('are all in force, so that no lock is there on paper alone', () => {
      const inForce = Object.fromEntries(Object.entries(found()).map(([name, { value }]) => [name, value]))
      expect(inForce).toEqual(readable(ours))
      expect(Object.values(found()).every(({ level }) => level === 'mandatory')).toBe(true)
    })

    test('hold none that Chromium does not know, refuses, or sets aside for another', () => {
      const refused = Object.entries(found()).flatMap(([name, { error, warning }]) =>
        error === undefined && warning === undefined ? [] : [`${name}: ${error ?? warning}`],
      )
      expect(refused).toEqual([])
    })

    test('hold none that the next Chromium drops without a word', () => {
      const leaving = Object.entries(found()).filter(([, { deprecated }]) => deprecated === true)
      expect(leaving.map(([name]) => name).sort()).toEqual(deprecatedAndKept)
    })
  })
})
