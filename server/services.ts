/** Builds everything the rooms work with; tests build the same with their own clock and folder. */

import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { countryOf } from '../content/countries.ts'
import { type Area, dayOf } from './accounts/rules.ts'
import { createFastLane, type FastLane } from './areas/fast-lane.ts'
import { type Configuration, ownTlsFiles } from './configuration.ts'
import { type ConnectionRoom, connectionLimits, createConnectionRoom } from './connections.ts'
import type { Country } from './content/rules.ts'
import type { Database } from './database/schema.ts'
import {
  createExplainerPages,
  type ExplainerPages,
  explainerPictograms,
} from './explainers/explainer-page.ts'
import { createLiveChoices, type LiveChoices } from './explainers/live.ts'
import { type AddressOverrides, createAddressOverrides } from './facts/store.ts'
import { createKiosks, type Kiosks, supervisorToken } from './fleet/kiosks-live.ts'
import { createLiveKiosks, type LiveKiosks } from './fleet/live.ts'
import { createKioskFiller } from './fleet/slots.ts'
import { createKioskStore } from './fleet/store.ts'
import { createGuideBook, type GuideBook } from './guided-sessions/guide-book.ts'
import { createGuidedSessions, type GuidedSessions } from './guided-sessions/live.ts'
import { type Messages, messagesOf } from './guided-sessions/messages.ts'
import { type Places, placesOf } from './guided-sessions/place-rules.ts'
import { createGuidedSessionFiller } from './guided-sessions/slots.ts'
import { createGuidedSessionRecords, type GuidedSessionRecords } from './guided-sessions/store.ts'
import { createGuidePages, type GuidePages } from './guides/guide-page.ts'
import { createHealth } from './health/live.ts'
import { createSetUp, type SetUp } from './host/set-up-live.ts'
import { createHostStore } from './host/store.ts'
import { createClock } from './live/clock.ts'
import { createMemoryState } from './live/live-state.ts'
import {
  answerTurns,
  challengeTurns,
  createNetworkPace,
  createNetworkTurns,
  type NetworkPace,
  type NetworkTurns,
} from './live/network-pace.ts'
import { networkOf } from './live/networks.ts'
import { createUpdates } from './live/updates.ts'
import type { Machine } from './machine.ts'
import { createMediators, type Mediators } from './mediators/live.ts'
import { type Assets, loadAssets } from './pages/assets.ts'
import { createPages, type Pages } from './pages/respond.ts'
import { createSite, type Site } from './pages/site.ts'
import { loadWords, type Words } from './pages/words.ts'
import { everydayPictograms } from './pictograms/everyday-rules.ts'
import type { PictogramId, PictogramOrigin } from './pictograms/rules.ts'
import {
  createPasskeys,
  mostOpenChallenges,
  type OpenChallenge,
  type Passkeys,
} from './second-factor/passkeys-live.ts'
import { createFactorStore } from './second-factor/store.ts'
import { createWebAuthn, relyingPartyOf } from './second-factor/webauthn.ts'
import { createEntrance, type Entrance } from './sign-in/entrance.ts'
import { createStaff, type Staff } from './staff.ts'
import { mostVisits } from './visits/capacity-rules.ts'
import { createDoor, type Door } from './visits/door.ts'
import { createLiveVisits, type LiveVisit, type LiveVisits } from './visits/live.ts'
import { createPresence, type Presence } from './visits/presence.ts'
import { timesOf } from './visits/rules.ts'
import { type Cookies, createCookies } from './web/cookies.ts'
import { isHost, mayPassInClear, startAddressOf } from './web/network.ts'
import { type AnswerOnce, createAnswerOnce } from './web/once.ts'
import { createRequestLog, type RequestLog } from './web/request-log.ts'
import { type OwnRoot, ownRootOf, type TlsPair } from './web/tls.ts'
import { hashToken } from './web/tokens.ts'

type PictogramManifest = Readonly<Record<PictogramId, PictogramOrigin>>

export interface Services {
  readonly configuration: Configuration
  /** What the pages say and lead to. */
  readonly country: Country
  /** The ids of the country's pages, sheets and steps, and what may be said with them. */
  readonly places: Places
  readonly messages: Messages
  /** Where the server listens, such as http://127.0.0.1:3000. */
  readonly startAddress: string
  /** The address that printed QR codes lead to, without a last slash. */
  readonly publicUrl: string
  readonly cookies: Cookies
  /** The root of the local authority that the site's certificate is by; null where it is not by one of ours. */
  readonly ownRoot: () => OwnRoot | null
  /** Notes the certificate with which the program serves TLS from now on. */
  readonly useCertificate: (pair: TlsPair) => void
  /** The name of the place, as its host has set it. */
  readonly site: Site
  /** Whether sign-ins would pass a network in clear, and the site has not said that they may. */
  readonly signInsAreOff: boolean
  readonly entrances: Readonly<Record<Area, Entrance>>
  readonly staff: Staff
  readonly mediators: Mediators
  readonly setUp: SetUp
  /** Null where browsers give no passkeys: without TLS, and not on this machine itself. */
  readonly passkeys: Passkeys | null
  /** Whether to speak of passkeys at an address, a Host header: at another than its own the site has none. */
  readonly passkeysAt: (host: string | undefined) => Passkeys | null
  readonly kiosks: Kiosks
  readonly liveKiosks: LiveKiosks
  readonly connections: ConnectionRoom
  /** Names the place, for good and on every page at once. */
  readonly nameSite: (name: string) => Promise<void>
  readonly words: Words
  readonly assets: Assets
  readonly pages: Pages
  readonly visits: LiveVisits
  readonly guidedSessions: GuidedSessions
  readonly guidedSessionRecords: GuidedSessionRecords
  readonly guideBook: GuideBook
  /** What the software defends against, what it cannot, and how its makers are told of a weakness. */
  readonly securityPolicy: () => Promise<string>
  readonly door: Door
  readonly presence: Presence
  readonly fastLane: FastLane
  readonly networkPace: NetworkPace
  readonly networkTurns: { readonly answers: NetworkTurns; readonly challenges: NetworkTurns }
  readonly log: RequestLog
  readonly pictograms: PictogramManifest
  readonly guides: GuidePages
  readonly explainers: ExplainerPages
  /** What is ticked on them. */
  readonly choices: LiveChoices
  readonly addressOverrides: AddressOverrides
  /** An id that nobody can guess. */
  readonly newId: () => string
  /** A second same request gets the answer of the first. */
  readonly answerOnce: AnswerOnce
  /** Resolves where the database takes a write; throws where it does not. */
  readonly checkDatabase: () => Promise<void>
}

/**
 * Reads words, assets and pictograms from the root folder. The database must have been migrated. Throws where something of the
 * country is missing.
 */
export async function buildServices(
  configuration: Configuration,
  rootDirectory: string,
  database: Kysely<Database>,
  machine: Machine,
  connections: ConnectionRoom = createConnectionRoom(connectionLimits),
  country: Country = countryOf(configuration.country),
): Promise<Services> {
  const words = loadWords(rootDirectory, country)
  const pictograms = readManifest(rootDirectory)
  const places = placesOf(country)
  const messages = messagesOf(places, country.languages)
  const startAddress = startAddressOf(configuration)
  const publicUrl = configuration.publicUrl ?? startAddress
  const cookies = createCookies(publicUrl)
  let ownRoot: OwnRoot | null = null
  const clock = createClock(machine.readClock)
  const visits = createLiveVisits({
    state: createMemoryState<LiveVisit>(mostVisits),
    clock,
    newId: machine.newId,
    site: configuration,
    mark: machine.mark,
  })
  const pages = createPages(visits.slots(null))
  const hostStore = createHostStore(database)
  const kiosks = await createKiosks({
    store: createKioskStore(database),
    newId: machine.newId,
    hashToken,
    clock,
  })
  const liveKiosks = createLiveKiosks({
    visits,
    updates: createUpdates(),
    clock,
    site: configuration,
    newId: machine.newId,
    hashToken,
    firstNumber: Math.floor(machine.readClock().dayMilliseconds / 1000),
  })
  const site = createSite((await hostStore.siteName()) ?? configuration.siteName, pages.forget)
  const relyingParty = relyingPartyOf(publicUrl)
  const staff = createStaff(database, machine, site.name, country.guessableWords)
  const passkeys =
    relyingParty === null
      ? null
      : createPasskeys({
          store: createFactorStore(database),
          challenges: {
            adding: createMemoryState<OpenChallenge>(mostOpenChallenges),
            signIn: createMemoryState<OpenChallenge>(mostOpenChallenges),
          },
          webAuthn: createWebAuthn(relyingParty),
          newId: machine.newId,
          clock,
          now: () => machine.readClock().dayMilliseconds,
          siteName: site.name,
        })
  const addressOverrides = createAddressOverrides(database)
  const everyday = new Set([...everydayPictograms(country), ...explainerPictograms(country)])
  const assets = loadAssets(rootDirectory, everyday, {
    NO_SCRIPT_SECONDS: secondsWithoutScript(false, configuration),
    NO_SCRIPT_MORE_TIME_SECONDS: secondsWithoutScript(true, configuration),
  })
  const guides = createGuidePages(country, words, await addressOverrides.list())
  const explainers = createExplainerPages(country, words)
  const guidedSessions = createGuidedSessions({
    visits,
    updates: createUpdates(),
    clock,
    newCode: machine.newCode,
    mark: machine.mark,
    places,
    messages,
  })
  const signInsAreOff = mayPassInClear(publicUrl, configuration) && !configuration.allowPlainHttp
  const kioskOf = (cookie: string | undefined) => kiosks.kioskOf(cookies.tokenIn(cookie, 'kiosk'))
  const entranceOf = (area: Area) =>
    createEntrance({ area, signIns: staff[area].signIns, cookies, signInsAreOff, kioskOf })
  const entrances = { companion: entranceOf('companion'), host: entranceOf('host') }
  const mediators = createMediators(staff.companion, entrances.companion.tokenIn)
  mediators.onSignInsEnded((id) => void guidedSessions.helperGone(id))
  mediators.onTrainingTaken((id) => void guidedSessions.helperGone(id))
  mediators.onSignOut((id) => void guidedSessions.helperGone(id))
  const ofNetworks = { clock, mark: machine.mark }
  const networkTurns = {
    answers: createNetworkTurns(ofNetworks, answerTurns),
    challenges: createNetworkTurns(ofNetworks, challengeTurns),
  }
  const door = createDoor({
    visits,
    newId: machine.newId,
    cookies,
    languages: words.languages,
    kioskOf: kiosks.kioskOf,
    mayBeginAt: liveKiosks.mayBegin,
    fillers: [
      createKioskFiller({ country, liveKiosks, site, words, assets }),
      createGuidedSessionFiller({ guidedSessions, site, words, assets, guides, explainers, places }),
    ],
  })
  return {
    configuration,
    country,
    places,
    messages,
    startAddress,
    publicUrl,
    cookies,
    site,
    signInsAreOff,
    entrances,
    staff,
    mediators,
    setUp: createSetUp({ hosts: staff.host, newId: machine.newId, hashToken }),
    passkeys,
    passkeysAt: (host) => (isHost(host, publicUrl) ? passkeys : null),
    kiosks,
    liveKiosks,
    connections,
    nameSite: async (name) => {
      await hostStore.setSiteName(name)
      site.rename(name)
    },
    words,
    assets,
    ownRoot: () => ownRoot,
    useCertificate: ({ cert }) => {
      ownRoot = ownRootOf(ownTlsFiles(configuration.dataDirectory).root, cert)
    },
    pages,
    visits,
    guidedSessions,
    guidedSessionRecords: createGuidedSessionRecords(
      database,
      machine.newId,
      () => machine.readClock().dayMilliseconds,
    ),
    guideBook: createGuideBook(rootDirectory),
    securityPolicy: () => readFile(path.join(rootDirectory, 'SECURITY.md'), 'utf8'),
    door,
    presence: createPresence({ door, visits }),
    fastLane: createFastLane(pages, door),
    networkTurns,
    networkPace: createNetworkPace({
      turns: networkTurns.answers,
      isVisitor: door.isInVisit,
      isSupervisor: (authorization) => kiosks.supervisedBy(supervisorToken(authorization)) !== null,
    }),
    log: createRequestLog(machine.logDestination, machine.readClock),
    pictograms,
    guides,
    explainers,
    choices: createLiveChoices(visits),
    addressOverrides,
    newId: machine.newId,
    answerOnce: createAnswerOnce({
      now: clock,
      mark: machine.mark,
      markNetwork: (address) => machine.mark(networkOf(address ?? '')),
      standingOf: async (brought) => {
        const mediator = entrances.companion.tokenIn(brought)
        const host = entrances.host.tokenIn(brought)
        if (mediator === null && host === null) return 'nobody'
        const isIn =
          (mediator !== null && (await staff.companion.signIns.signedIn(mediator)) !== null) ||
          (host !== null && (await staff.host.signIns.signedIn(host)) !== null)
        return isIn ? 'in' : 'out'
      },
    }),
    checkDatabase: createHealth({
      write: () => hostStore.tryToWrite(dayOf(machine.readClock().dayMilliseconds)),
      clock,
    }),
  }
}

function readManifest(rootDirectory: string): PictogramManifest {
  return JSON.parse(readFileSync(path.join(rootDirectory, 'pictograms/manifest.json'), 'utf8'))
}

/** How long a page stays where nothing feels touches, as stylesheets say it. */
function secondsWithoutScript(moreTime: boolean, configuration: Configuration): string {
  return `${timesOf({ moreTime, feelsTouch: false }, configuration).hideAfterMilliseconds / 1000}s`
}
