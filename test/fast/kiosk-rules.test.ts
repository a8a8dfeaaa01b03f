/** What the kiosk does in any sequence of events: the pure machine, the lists that it works with, and its own page. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { belgium } from '../../content/be/country.ts'
import type { ServerState } from '../../contract/kiosk.ts'
import { cardsIn, cardsInReaders } from '../../kiosk/card.ts'
import { readKioskConfiguration } from '../../kiosk/configuration.ts'
import {
  browsersOf,
  type Command,
  type Kiosk,
  type KioskEvent,
  kioskAfter,
  layoutOf,
  reportOf,
  serverGraceMilliseconds,
  started,
} from '../../kiosk/kiosk.ts'
import { outOfServicePage } from '../../kiosk/out-of-service.ts'
import { policiesOf } from '../../kiosk/policies.ts'
import { knownPortals, mayOpen } from '../../kiosk/portals.ts'
import { browserArguments } from '../../kiosk/sandbox.ts'
import { areaOf } from '../../kiosk/windows.ts'

const allowed = 'https://portal.example/'
const notAllowed = 'https://elsewhere.example/'
const rules = { mayOpen: (address: string) => address === allowed }
const privacyScreenAfterSeconds = 60
const eraseAfterSeconds = 120

const nobody: ServerState = { privacyScreenAfterSeconds, eraseAfterSeconds, visit: null, portal: null }
const visit = { number: 1, phase: 'active', language: 'nl', size: 'usual' } as const
const somebody: ServerState = { ...nobody, visit }
const wants = (number: number, address = allowed): ServerState => ({
  ...somebody,
  portal: { number, page: 'masante', address },
})
const says = (state: ServerState): KioskEvent => ({ kind: 'server', state })

/** The kiosk after events that come a second apart, with every command that was given. */
function reached(events: readonly KioskEvent[], from?: Kiosk) {
  let kiosk = from ?? started(0)
  const commands: Command[] = []
  events.forEach((event, index) => {
    const next = kioskAfter(kiosk, event, (index + 1) * 1000, rules)
    kiosk = next.kiosk
    commands.push(...next.commands)
  })
  return { kiosk, commands }
}

const begun: readonly KioskEvent[] = [says(nobody), { kind: 'erased' }]
const atPortal: readonly KioskEvent[] = [...begun, says(somebody), says(wants(1))]
const touched: KioskEvent = { kind: 'tick', idleMilliseconds: 0 }

const anyState = fc.record({
  privacyScreenAfterSeconds: fc.constant(privacyScreenAfterSeconds),
  eraseAfterSeconds: fc.constant(eraseAfterSeconds),
  visit: fc.option(
    fc.record({
      number: fc.integer({ min: 1, max: 3 }),
      phase: fc.constantFrom('active' as const, 'hidden' as const, 'warned' as const),
      language: fc.constantFrom('fr', 'nl'),
      size: fc.constantFrom('usual' as const, 'largest' as const),
    }),
  ),
  portal: fc.option(
    fc.record({
      number: fc.integer({ min: 1, max: 3 }),
      page: fc.constant('masante'),
      address: fc.constantFrom(allowed, notAllowed),
    }),
  ),
})

const anyEvent: fc.Arbitrary<KioskEvent> = fc.oneof(
  anyState.map(says),
  fc.constant<KioskEvent>({ kind: 'server-lost' }),
  fc
    .constantFrom('print-document' as const, 'close-document' as const, 'close-window' as const)
    .map((act): KioskEvent => ({ kind: 'patient', act })),
  fc
    .constantFrom(0, 500, 59_999, 60_000, 119_999, 120_000, 900_000)
    .map((idleMilliseconds): KioskEvent => ({ kind: 'tick', idleMilliseconds })),
  fc.integer({ min: 1, max: 9 }).map((number): KioskEvent => ({ kind: 'guide-gone', number })),
  fc
    .tuple(fc.integer({ min: 3, max: 12 }), fc.boolean())
    .map(([number, crashed]): KioskEvent => ({ kind: 'portal-gone', number, crashed })),
  fc.integer({ min: 1, max: 3 }).map((number): KioskEvent => ({ kind: 'document-gone', number })),
  fc.integer({ min: 0, max: 5 }).map((count): KioskEvent => ({ kind: 'windows', count })),
  fc.constant<KioskEvent>({ kind: 'document', file: '1.pdf' }),
  fc.constantFrom(null, 1, 2, 3).map((number): KioskEvent => ({ kind: 'erase-told', visit: number })),
  fc.constantFrom<KioskEvent>({ kind: 'document-refused' }, { kind: 'card-out' }, { kind: 'erased' }),
)

describe('for any sequence of events', () => {
  const story = fc.array(anyEvent, { maxLength: 40 })

  test('no official page is open without a visit, and none that is not on the list', () => {
    fc.assert(
      fc.property(story, (events) => {
        let kiosk = started(0)
        for (const event of events) {
          kiosk = kioskAfter(kiosk, event, 1000, rules).kiosk
          const { portal } = browsersOf(kiosk)
          if (portal === null) continue
          expect(portal.address).toBe(allowed)
          expect(kiosk.screen.at).toBe('portal')
          if (kiosk.server !== null) expect(kiosk.server.visit).not.toBeNull()
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('the end of a visit erases at once, and nothing but the end of the erase leads out of it', () => {
    fc.assert(
      fc.property(story, anyEvent, (events, last) => {
        const { kiosk } = reached(events)
        const { kiosk: ended, commands } = kioskAfter(kiosk, says(nobody), 60_000, rules)
        const wasThere = kiosk.screen.at === 'guide' || kiosk.screen.at === 'portal'
        expect(commands.some(({ kind }) => kind === 'erase')).toBe(wasThere)
        if (!wasThere) return
        const { kiosk: next } = kioskAfter(ended, last, 61_000, rules)
        if (last.kind !== 'erased') expect(next.screen.at).toBe('erasing')
        expect(browsersOf(ended).portal).toBeNull()
        expect(browsersOf(ended).document).toBeNull()
        expect(browsersOf(ended).guide.number).toBeGreaterThan(browsersOf(kiosk).guide.number)
      }),
      { numRuns: 2000 },
    )
  })

  test('a guide that begins anew never takes a visit along that was erased', () => {
    fc.assert(
      fc.property(story, (events) => {
        const { kiosk } = reached(events)
        if (kiosk.screen.at === 'guide' || kiosk.screen.at === 'portal') return
        const { shows } = kiosk.guide
        if (typeof shows !== 'string') expect(shows.resume).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  test('no visit that was erased here is taken for a new one, however late the server still speaks of it', () => {
    fc.assert(
      fc.property(story, fc.array(anyEvent, { maxLength: 5 }), (events, more) => {
        const { kiosk } = reached(events)
        if (kiosk.screen.at !== 'guide' && kiosk.screen.at !== 'portal') return
        const over = kiosk.screen.visit
        const late = [says({ ...somebody, visit: over }), { kind: 'erased' } as const]
        const others = more.filter(({ kind }) => kind !== 'server' && kind !== 'erase-told')
        const { kiosk: next } = reached([says(nobody), ...late, ...others, ...late], kiosk)
        expect(['idle', 'out-of-service']).toContain(next.screen.at)
      }),
      { numRuns: 2000 },
    )
  })

  test('the kiosk is in use again once the server answers and the erase is done', () => {
    fc.assert(
      fc.property(story, (events) => {
        const { kiosk } = reached([...events, says(nobody), { kind: 'erased' }, says(nobody)])
        expect(kiosk.screen.at).toBe('idle')
        expect(kiosk.guide.shows).toMatchObject({ resume: false })
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a visit at the kiosk', () => {
  test('a machine that starts erases first: what an earlier run left is nobody’s', () => {
    expect(started(0).screen.at).toBe('erasing')
    const { kiosk } = reached(begun)
    expect(kiosk.screen).toEqual({ at: 'idle' })
    expect(kiosk.guide.shows).toEqual({ resume: false, page: 'start', language: 'fr' })
  })

  test('a machine that starts takes the visit before it for nobody’s, whether the server’s answer comes first or its news', () => {
    const told: KioskEvent = { kind: 'erase-told', visit: 1 }
    const unanswered: KioskEvent = { kind: 'erase-told', visit: null }
    const erased: KioskEvent = { kind: 'erased' }
    for (const events of [
      [says(somebody), told, erased, says(somebody)],
      [told, says(somebody), erased, says(somebody)],
      [told, erased, says(somebody)],
      [says(somebody), unanswered, erased, says(somebody)],
    ]) {
      const { kiosk, commands } = reached([...events, says(nobody)])
      expect(kiosk.screen).toEqual({ at: 'idle' })
      expect(commands).toEqual([])
      const next = reached([says({ ...somebody, visit: { ...visit, number: 2 } })], kiosk)
      expect(next.kiosk.screen.at).toBe('guide')
    }
  })

  test('the official page opens beside the guide, which keeps a third', () => {
    const { kiosk } = reached(atPortal)
    expect(browsersOf(kiosk).portal).toMatchObject({ address: allowed, language: 'nl', size: 'usual' })
    expect(layoutOf(kiosk)).toBe('beside')
    const screen = { width: 1920, height: 1080 }
    expect(areaOf('guide', 'beside', screen)).toEqual({ x: 0, y: 0, width: 640, height: 1080 })
    expect(areaOf('portal', 'beside', screen)).toEqual({ x: 640, y: 0, width: 1280, height: 1080 })
    expect(areaOf('guide', 'covered', screen)).toEqual({ x: 0, y: 0, width: 1920, height: 1080 })
  })

  test('another address is not opened, and the guide can say why', () => {
    const { kiosk } = reached([...begun, says(somebody), says(wants(1, notAllowed))])
    expect(browsersOf(kiosk).portal).toBeNull()
    expect(reportOf(kiosk).portal).toEqual({ number: 1, is: 'closed', because: 'not-allowed' })
  })

  test('what was closed stays closed until somebody opens it again', () => {
    const out = reached([...atPortal, { kind: 'card-out' }, says(wants(1)), touched])
    expect(browsersOf(out.kiosk).portal).toBeNull()
    expect(reportOf(out.kiosk).portal).toEqual({ number: 1, is: 'closed', because: 'card' })
    expect(browsersOf(reached([says(wants(2))], out.kiosk).kiosk).portal).not.toBeNull()
  })

  test('an official page that crashes comes back, but not for ever', () => {
    const number = (kiosk: Kiosk) => browsersOf(kiosk).portal?.number ?? 0
    let { kiosk } = reached(atPortal)
    for (let crashes = 0; crashes < 2; crashes += 1) {
      const before = number(kiosk)
      kiosk = reached([{ kind: 'portal-gone', number: before, crashed: true }], kiosk).kiosk
      expect(number(kiosk)).toBe(before + 1)
    }
    kiosk = reached([{ kind: 'portal-gone', number: number(kiosk), crashed: true }], kiosk).kiosk
    expect(reportOf(kiosk).portal).toMatchObject({ is: 'closed', because: 'crash' })
  })

  test('a guide that crashes comes back with its visit, and an idle one without', () => {
    const inVisit = reached(atPortal).kiosk
    const back = reached([{ kind: 'guide-gone', number: inVisit.guide.number }], inVisit).kiosk
    expect(back.guide).toMatchObject({ number: inVisit.guide.number + 1, shows: { resume: true } })
    const idle = reached(begun).kiosk
    const again = reached([{ kind: 'guide-gone', number: idle.guide.number }], idle).kiosk
    expect(again.guide.shows).toMatchObject({ resume: false })
  })

  test('nobody at the display: the whole screen is hidden, then erased, whatever the server does', () => {
    const hidden = reached([...atPortal, { kind: 'tick', idleMilliseconds: 60_000 }])
    expect(layoutOf(hidden.kiosk)).toBe('covered')
    expect(hidden.commands).toContainEqual({ kind: 'tell', act: 'ask' })
    const { commands, kiosk } = reached([{ kind: 'tick', idleMilliseconds: 120_000 }], hidden.kiosk)
    expect(commands).toEqual([{ kind: 'erase' }])
    expect(kiosk.screen.at).toBe('erasing')
    expect(kiosk.guide.shows).toMatchObject({ page: 'start' })
  })

  test('a page hidden by hand covers the official page as well, until the person goes on', () => {
    const hidden = reached([
      ...atPortal,
      says({ ...wants(1), visit: { ...visit, phase: 'hidden' } }),
      touched,
    ])
    expect(layoutOf(hidden.kiosk)).toBe('covered')
    expect(layoutOf(reached([says(wants(1))], hidden.kiosk).kiosk)).toBe('beside')
  })

  test('whoever ends the visit is told what to take along, and a touch is told at a person’s pace', () => {
    const { kiosk } = reached([...atPortal, touched, says(nobody)])
    expect(kiosk.guide.shows).toEqual({ resume: false, page: 'erased', language: 'nl' })
    const warned = says({ ...wants(1), visit: { ...visit, phase: 'warned' } })
    expect(reached([...atPortal, warned, says(nobody)]).kiosk.guide.shows).toMatchObject({ page: 'start' })
    const { commands } = reached([...atPortal, ...Array.from({ length: 10 }, () => touched)])
    expect(commands.filter(({ kind }) => kind === 'tell')).toHaveLength(5)
  })

  test('a server that is away for a moment ends nothing, and one that stays away ends all', () => {
    const lost: KioskEvent = { kind: 'server-lost' }
    const moment = reached([...atPortal, lost, touched, says(wants(1))])
    expect(moment.kiosk.screen.at).toBe('portal')
    const ticks = Array.from({ length: serverGraceMilliseconds / 1000 + 1 }, () => touched)
    const away = reached([...atPortal, lost, ...ticks])
    expect(away.kiosk.screen.at).toBe('erasing')
    expect(away.kiosk.guide.shows).toBe('out-of-service')
    const back = reached([{ kind: 'erased' }, says(nobody), says(nobody)], away.kiosk)
    expect(back.kiosk.guide.shows).toMatchObject({ page: 'start' })
  })

  test('one tap prints the document that is open, and nothing where none is', () => {
    const print: KioskEvent = { kind: 'patient', act: 'print-document' }
    expect(reached([...atPortal, print]).commands).not.toContainEqual({ kind: 'print', file: '1.pdf' })
    const shown = reached([...atPortal, { kind: 'document', file: '1.pdf' }, print])
    expect(shown.commands).toContainEqual({ kind: 'print', file: '1.pdf' })
    expect(browsersOf(shown.kiosk).document).toMatchObject({ file: '1.pdf', language: 'nl' })
    const closed = reached([{ kind: 'patient', act: 'close-document' }], shown.kiosk)
    expect(browsersOf(closed.kiosk).document).toBeNull()
  })
})

describe('the addresses that may be opened', () => {
  test('every official page that a guide leads to opens at a kiosk', () => {
    const addresses = Object.values(belgium.officialPages).flatMap(({ address }) =>
      Object.values(address).flatMap((one) => one ?? []),
    )
    expect(addresses.filter((address) => !mayOpen(knownPortals, address))).toEqual([])
  })

  test('a host that only looks alike, another scheme and another port are blocked', () => {
    const tries = [
      'http://www.masante.belgique.be/',
      'https://www.masante.belgique.be.evil.example/',
      'https://masante.belgique.be@evil.example/',
      'https://user:pass@www.cozo.be/',
      'https://www.cozo.be:8443/',
      'https://1.2.3.4/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'not an address',
    ]
    expect(tries.filter((address) => mayOpen(knownPortals, address))).toEqual([])
  })

  test('the policies allow the list and nothing else, and none leaves a way to save or to look inside', () => {
    const site = { serverAddress: 'http://127.0.0.1:3000', portals: knownPortals }
    const portal = policiesOf('portal', site)
    expect(portal.URLBlocklist).toEqual(['*', 'about:*', 'chrome://*', 'chrome-untrusted://*'])
    expect(portal.URLAllowlist).toContain('https://.www.masante.belgique.be')
    expect(portal.URLAllowlist).not.toContain(site.serverAddress)
    expect(policiesOf('guide', site).URLAllowlist).toEqual([
      'http://127.0.0.1:3000',
      'chrome://print',
      'chrome-untrusted://print',
      'file:///pages/',
    ])
    for (const role of ['guide', 'portal', 'document'] as const) {
      expect(policiesOf(role, site)).toMatchObject({
        RemoteDebuggingAllowed: false,
        DeveloperToolsAvailability: 2,
      })
    }
  })
})

test('no browser has a debugging port, and only the portal sees the card', () => {
  const site = {
    display: ':0',
    xAuthority: null,
    runtimeDirectory: '/run/kiosk',
    cardPaths: ['/var/card'],
    cardEnvironment: {},
    isRoot: false,
  }
  for (const role of ['guide', 'portal', 'document'] as const) {
    const wish = {
      role,
      address: allowed,
      language: 'fr',
      size: 'usual',
      area: areaOf(role, 'full', { width: 9, height: 9 }),
    } as const
    const line = browserArguments(wish, site).join(' ')
    expect(line).not.toMatch(/remote-debugging|no-sandbox/)
    expect(line).toContain('--die-with-parent')
    expect(line.includes('/var/card')).toBe(role === 'portal')
    expect(line.includes('--unshare-net')).toBe(role === 'document')
  }
})

test('an empty reader is known from a reader that nobody can see, so only a card that was taken along ends a page', () => {
  const slots = (...said: readonly string[]) => `Available slots:\n${said.join('\n')}\n`
  const card =
    'Slot 0 (0x0): Reader 00 00\n  token label        : BELPIC (Basic PIN)\n  token flags        : login'
  const empty = 'Slot 0 (0x0): Reader 00 00\n  (empty)'
  const unused = 'Slot 1 (0x1): SoftHSM slot ID 0x1\n  token state:   uninitialized'
  expect(cardsIn(slots(card))).toBe(1)
  expect(cardsIn(slots(card, unused))).toBe(1)
  expect(cardsIn(slots(empty))).toBe(0)
  expect(cardsIn(slots('Slot 0 (0x0): Reader 00 00\n  (token not recognized)'))).toBe(1)
  expect(cardsIn(slots('Slot 0 (0x0): (GetSlotInfo failed, CKR_DEVICE_ERROR)'))).toBeNull()
  expect(cardsIn(slots('No slots.'))).toBeNull()
  expect(cardsIn('')).toBeNull()
  const readers = (...said: readonly string[]) =>
    `# Detected readers (pcsc)\nNr.  Card  Features  Name\n${said.join('\n')}\n`
  expect(cardsInReaders(readers('0    Yes             Reader 00 00', '1    No    PIN pad  Yes 00 01'))).toBe(
    1,
  )
  expect(cardsInReaders(readers('0    No              Reader 00 00'))).toBe(0)
  expect(cardsInReaders('No smart card readers found.\n')).toBeNull()
})

describe('the settings of a kiosk', () => {
  const right = { SERVER_URL: 'http://127.0.0.1:3000/', KIOSK_TOKEN: 'a'.repeat(22), DISPLAY: ':0' }
  const sentence = (given: Record<string, string>) => {
    const result = readKioskConfiguration(given)
    return result.ok ? null : result.sentence
  }

  test('a wrong one stops the start with one sentence that names it', () => {
    expect(sentence(right)).toBeNull()
    expect(sentence({ ...right, SERVER_URL: 'here' })).toMatch(/^SERVER_URL .*address/)
    expect(sentence({ ...right, ALLOW_PLAIN_HTTP: 'maybe' })).toMatch(/^ALLOW_PLAIN_HTTP /)
    expect(sentence({ ...right, KIOSK_TOKEN: '' })).toMatch(/^KIOSK_TOKEN .*code that \/host makes/)
    expect(sentence({ ...right, SITE_TELEPHONE: 'call us' })).toMatch(/^SITE_TELEPHONE /)
    expect(sentence({ ...right, PORTALS_FILE: '/nowhere.json' })).toMatch(/^PORTALS_FILE .*JSON/)
  })

  test('the token does not pass a network in clear unless the site says that it may', () => {
    for (const address of [
      'http://192.0.2.7:3000',
      'http://pharmacy.test',
      'http://127.0.0.1.evil.test',
      'http://[fe80::1]',
    ]) {
      expect(sentence({ ...right, SERVER_URL: address }), address).toMatch(
        /^SERVER_URL .*https.*ALLOW_PLAIN_HTTP/,
      )
      expect(sentence({ ...right, SERVER_URL: address, ALLOW_PLAIN_HTTP: 'yes' }), address).toBeNull()
    }
    const here = ['http://localhost:3000', 'http://127.0.0.1', 'http://127.8.9.1:80', 'http://[::1]:3000']
    for (const address of [...here, 'https://guides.example']) {
      expect(sentence({ ...right, SERVER_URL: address }), address).toBeNull()
    }
  })

  test('a site’s own list of official pages takes the place of ours, and a mistake in it is named', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'portals-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = path.join(folder, 'portals.json')
    const entry = { name: 'Ours', hosts: ['portal.example'], checkedOn: '2026-11-21' }
    writeFileSync(file, JSON.stringify([entry]))
    const result = readKioskConfiguration({ ...right, PORTALS_FILE: file })
    expect(result).toMatchObject({ ok: true, configuration: { portals: [entry] } })
    writeFileSync(file, JSON.stringify([{ ...entry, hosts: ['https://portal.example/'] }]))
    expect(sentence({ ...right, PORTALS_FILE: file })).toMatch(/^PORTALS_FILE .*0\.hosts\.0.*host/)
  })
})

test('the page for when the server is away has the four languages, and no number that the site did not set', () => {
  const words = Object.fromEntries(
    ['fr', 'nl', 'de', 'en'].map((language) => [
      language,
      JSON.parse(readFileSync(`locales/${language}/kiosk.json`, 'utf8')).outOfService,
    ]),
  )
  const pictograms = { outOfService: '<svg/>', ask: '<svg/>', call: '<svg class="call"/>' }
  const page = outOfServicePage({ words, telephone: '+32 2 <b>', pictograms })
  for (const language of ['fr', 'nl', 'de', 'en']) expect(page).toContain(`<section lang="${language}">`)
  expect(page).toContain('+32\u00a02\u00a0&#60;b&#62;')
  expect(page).not.toContain('{{')
  expect(outOfServicePage({ words, telephone: null, pictograms })).not.toContain('class="call"')
  // The address names what the administrator can mend, and the page has the words for it.
  for (const reason of ['refused', 'untrusted']) {
    expect(page).toContain(`<i id="${reason}"></i>`)
    expect(page.match(new RegExp(`<p class="reason ${reason}">`, 'g'))).toHaveLength(4)
  }
})
