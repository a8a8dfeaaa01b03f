/** Which passphrases can be chosen: none that a neighbour would try first, and every one that takes a thought. */

import { beforeAll, describe, expect, test } from 'vitest'
import { belgium } from '../../content/be/country.ts'
import { createAccountStore } from '../../server/accounts/store.ts'
import { judgeInProcess } from '../../server/passphrases/guess-process.ts'
import { createGuessJudge, loadAllLists } from '../../server/passphrases/guessable.ts'
import {
  deriveKey,
  isOutdated,
  passphraseCost,
  read,
  scryptCost,
  written,
} from '../../server/passphrases/hashes.ts'
import { createPassphrases, longestPassphrase, type Passphrases } from '../../server/passphrases/live.ts'
import { createStaff } from '../../server/staff.ts'
import { openTestApp } from '../support/app.ts'
import { newMediator, usualPassphrase } from '../support/signed-in.ts'
import { createVisitor } from '../support/visitor.ts'

const own = { name: 'Aïcha Dupont', siteName: "Pharmacie de l'Étoile" }

let passphrases: Passphrases
beforeAll(async () => {
  // The lists are read once here, and not for each passphrase by a process of its own.
  const judge = await createGuessJudge(loadAllLists())
  passphrases = createPassphrases(passphraseCost, deriveKey, (text, words) =>
    judge(text, [...words, ...belgium.guessableWords]),
  )
}, 60_000)

async function taken(list: readonly string[]): Promise<readonly string[]> {
  const kept: string[] = []
  for (const text of list) {
    const turn = { share: 'test', first: true }
    if ((await passphrases.objection(text, text, own, turn)) === null) kept.push(text)
  }
  return kept
}

/** How many of a list are refused, for the log of the run. */
async function refusedOf(kind: string, list: readonly string[]): Promise<readonly string[]> {
  const left = await taken(list)
  process.stdout.write(`${kind}: ${list.length - left.length} of ${list.length} refused\n`)
  return left
}

/** Of the security review of November 2026, and of their kind. */
const firstGuesses = [
  ...['pharmacie', 'apotheker', 'troisclics', 'trois clics', 'mediateur', 'infirmiere', 'consentement'],
  ...['belgique', 'Bruxelles1', 'Welkom123', 'Zomer2026!', 'médiateur', 'infirmière', 'médiatrice'],
  ...['pharmacien', 'Apotheek1', 'apotheek2026', 'Troisclics1', 'TroisClics!', 'Belgique1', 'Belgique2026'],
  ...['Bruxelles2026', 'brussel123', 'Antwerpen1', 'charleroi', 'Ostbelgien', 'Welkom01', 'bienvenue'],
  ...['Bienvenue1', 'Willkommen1', 'bonjour123', 'motdepasse1', 'wachtwoord1'],
]

/** Trades, places of care and places of the country that were taken until they were looked for. */
const ofTheTrade = [
  ...['kinesitherapeut', 'kinesitherapeut1', 'kinesiste', 'kinesist1', 'thuisverpleging', 'zorgkundige'],
  ...['aidesoignante', 'aide-soignante1', 'soins à domicile', 'maisonmedicale', 'wijkgezondheidscentrum'],
  ...['huisartsenpraktijk', 'apothekersassistent', 'onafhankelijkziekenfonds', 'solidaris1', 'partenamut'],
  ...['multipharma1', 'knokkeheist1', 'manneken', 'mannekenpis', 'atomium1958', 'Hebamme2026', 'vroedvrouw1'],
  ...['assistante sociale', 'maatschappelijkwerker', 'Sozialarbeiterin1', 'tandarts2026', 'Zahnärztin1'],
  ...[
    'maison de repos',
    'woonzorgcentrum1',
    'Pflegeheim!',
    'spoedgevallen',
    'Notaufnahme1',
    'louvainlaneuve1',
  ],
  ...[
    'Sint-Truiden1',
    'Geraardsbergen!',
    'Watermael-Boitsfort',
    'dendermonde2025',
    'gaufres2026',
    'volmacht01',
  ],
]

const further = [
  ...['Sommer2026', 'Winter2026!', 'Herfst2025', 'Été2026!!', 'automne2026', 'Printemps26', 'Lente2026'],
  ...['azertyuiop', 'Azerty123', 'azerty1234', 'qwertzuiop', 'qsdfghjklm', 'wxcvbn123', 'aqwzsx123'],
  ...['Kennwort1', 'passwort123', 'geheim123', 'changezmoi', 'admin2026', 'sesamouvretoi'],
  ...['verpleegster', 'Krankenschwester', 'ziekenhuis', 'médicaments', 'geneesmiddel', 'ordonnance'],
  ...['toestemming', 'gezondheid1', 'Gesundheit1', 'masante2026', 'ehealth2026', 'bibliotheque'],
  ...['septembre', 'donderdag', 'chocolat1', 'jetaime123', 'rodeduivels', 'Belg1que', 'B3lgique'],
  ...['p h a r m a c i e', 'PHARMACIE', 'euqigleb', 'drie kliks', 'pharmacie123', 'Pharmac1e'],
  ...['Médicament2026!', 'Apotheek!2026', 'Krankenkasse1', 'ziekenfonds01'],
]

/** Words of four languages and of this place, with what people put behind a word because they have to. */
const withEndings = [
  ...['Parapluie1', 'Papillon2026!', 'Grand-mère1', 'ordinateur123', 'Voiture2025!!', 'SOLEIL2026'],
  ...['Vlinder2026!', 'Grootmoeder1', 'Zonneschijn!', 'fiets2026', 'loket2026', 'Paraplu123'],
  ...['Schmetterling7', 'Großmutter1', 'Fahrrad2026!', 'Rechner123', 'Schalter2026!', 'Fr\u00fchling26'],
  ...['Butterfly2026!', 'Grandmother1', 'umbrella#1', 'Computer2025', 'sunshine!!', '1medicine'],
  ...['Ph4rm4c13!', '@potheek2026!', 'M3d14t3ur2026!', 'v3rpl33gst3r1', 'Bru$$els2026', 'S0mm3r2026!'],
  ...['Dupont2026!', 'aicha.dupont', 'Dup0nt2026!', 'étoile2026!', 'PharmacieEtoile1', '3toil3-2026!'],
]

/** Passphrases of breaches that are no words with endings: most of these are found by the list of a million alone. */
const breached = [
  ...['1qaz2wsx3edc', 'q1w2e3r4t5', 'trustno1', 'ncc1701d', 'abcd1234', 'qazwsxedc123'],
  ...['rmnixon1', 'inmytree', 'hopein2008', 'welcometothehome', 'steveholt', 'garechua', 'cegthpthuuu'],
  ...['benkenobi', 'azx88692', 'vodolazkom', 'eer939mahw', 'BenKenobi', 'ZBIROUFS', 'yy amna neaf'],
]

const good = [
  ...['trois girafes dorment debout', 'un canal sans bateaux bleus', 'sept moulins sous la pluie'],
  ...['le vélo chante dans la cave', 'gaufre tambour nuage cerise', 'mon voisin repeint ses volets'],
  ...['cahier orange trottoir hibou', 'neuf escargots prennent le train', 'la lune aime les cornichons'],
  ...['de buurvrouw fietst achteruit', 'vier paarse koeien zingen vals', 'regenjas op dinsdagochtend'],
  ...['trommel wolk kers wafel', 'mijn oom herstelt accordeons', 'kikker lantaarn zeep gordijn'],
  ...['acht slakken nemen de trein', 'de maan houdt van augurken', 'stoep schrift uil sinaasappel'],
  ...['blaue Tassen fliegen nachts', 'Omas Hund mag keine Tulpen', 'zwölf Enten am Bahnhof'],
  ...['Trommel Wolke Kirsche Waffel', 'acht Schnecken nehmen den Zug', 'der Mond liebt saure Gurken'],
  ...['Gehweg Heft Eule Apfelsine', 'mein Onkel flickt Akkordeons', 'Frosch Laterne Seife Vorhang'],
  ...['purple teapots never whistle', 'my aunt repairs accordions', 'rainy bus stop harmonica'],
  ...['drum cloud cherry waffle', 'eight snails take the train', 'correct horse battery staple'],
  ...['pavement notebook owl orange', 'the moon loves pickles', 'frog lantern soap curtain'],
  ...['ma pharmacie aime les tortues', 'Belgique, gaufres et trombones', 'zomer, kersen en onze hond'],
  ...['lapin-violet-escalier', 'ÉlanVert&Parapluie', 'kikker.lantaarn.zeep', 'Sommer auf drei Dächern'],
  ...['Gk7#vPq2x', 'tK9-mmQ4-zzR', '-q6n-JFj-W', 'b7Rk2mXw9Tzq', '4921 koala 88 tuba'],
]

describe('a passphrase', () => {
  test('that a neighbour, a colleague or a thief of lists would try first is refused', async () => {
    expect(firstGuesses).toHaveLength(33)
    expect(firstGuesses.length + further.length).toBeGreaterThanOrEqual(80)
    expect(await refusedOf('What a neighbour tries first', [...firstGuesses, ...further])).toEqual([])
    expect(await refusedOf('Words of the trade and the country', ofTheTrade)).toEqual([])
  }, 60_000)

  test('that is a word with a year, a figure or a sign is refused in four languages, and so is a name of here', async () => {
    expect(await refusedOf('Words with endings, and names', withEndings)).toEqual([])
  }, 60_000)

  test('that became public in a breach is refused', async () => {
    expect(await refusedOf('Breached', breached)).toEqual([])
  }, 60_000)

  test('that takes a thought can be kept, in each language, with words of the trade too', async () => {
    expect(good.length).toBeGreaterThanOrEqual(48)
    expect(await taken(good)).toEqual(good)
  }, 60_000)

  test.each([
    ['fr', 'Ajoutez des mots à vous'],
    ['nl', 'Voeg eigen woorden toe'],
    ['de', 'Fügen Sie eigene Wörter hinzu'],
    ['en', 'Add words of your own'],
  ])('that is refused is refused in %s with what to do', async (language, whatToDo) => {
    const site = await openTestApp()
    const invited = await site.services.staff.companion.accounts.invite('Aïcha Dupont', true)
    if (invited.kind !== 'invited') throw new Error(invited.kind)
    const answer = await createVisitor(site.app).post(
      `/companion/invitation/${invited.token}`,
      { passphrase: 'Apotheker2026!', again: 'Apotheker2026!' },
      { 'accept-language': language },
    )
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(whatToDo)
    await site.close()
  })

  test('is hidden while it is typed, and can come from a program that keeps it', async () => {
    const site = await openTestApp()
    const invited = await site.services.staff.companion.accounts.invite('Aïcha Dupont', true)
    if (invited.kind !== 'invited') throw new Error(invited.kind)
    const page = await site.page(`/companion/invitation/${invited.token}`)
    const fields = [...page.matchAll(/<input[^>]*name="(?:passphrase|again)"[^>]*>/g)].map(String)
    expect(fields).toHaveLength(2)
    for (const field of fields) {
      expect(field).toContain('type="password"')
      expect(field).toContain('autocomplete="new-password"')
      expect(field).not.toContain('onpaste')
    }
    await site.close()
  })

  test('counts as it was typed: its capitals, its spaces and its whole length', async () => {
    const cheap = createPassphrases({ ...scryptCost, logBlocks: 4 }, deriveKey, async () => false)
    const turn = { share: 'test', first: true }
    const typed = `Élan ${'ab'.repeat(61)}x`
    expect([...typed]).toHaveLength(longestPassphrase)
    expect(await cheap.objection(typed, typed, own, turn)).toBeNull()
    const hash = await cheap.hash(typed, turn)
    expect(await cheap.matches(typed, hash, turn)).toBe(true)
    const others = [typed.toLowerCase(), ` ${typed}`, typed.replace(' ', ''), `${typed.slice(0, -1)}y`]
    for (const other of others) expect(await cheap.matches(other, hash, turn)).toBe(false)
  })

  test('is judged by a process that ends, so that its lists leave the memory', async () => {
    const before = process.memoryUsage().rss
    expect(await judgeInProcess('Schmetterling2026!', ['Aïcha'])).toBe(true)
    expect(process.memoryUsage().rss - before).toBeLessThan(30_000_000)
  }, 60_000)
})

describe('a passphrase that was accepted', () => {
  /** As long as there are, of signs that take the most bytes: four each, or three parts of three. */
  const signs = (first: number, step: number, of: number) =>
    String.fromCodePoint(...Array.from({ length: 128 }, (_, index) => first + ((index * step) % of)))
  const longest = [signs(0x20000, 7919, 42_000), signs(0xac01, 28 * 37, 28 * 399).normalize('NFD')]
  test.each(longest)('opens every door again, however many bytes it has: %#', async (passphrase) => {
    expect([...passphrase.normalize('NFC')]).toHaveLength(128)
    const site = await openTestApp()
    const host = createVisitor(site.app)
    const choice = { passphrase, again: passphrase }
    const names = { name: 'H'.repeat(60), 'site-name': 'Ü'.repeat(60) }
    const setUp = await host.post(`/host/set-up/${await site.services.setUp.open()}`, { ...names, ...choice })
    const html = await setUp.text()
    expect(/role="alert">([^<]*)/.exec(html)?.[1] ?? setUp.headers.get('location')).toBe('/host')
    const signIn = (to = '') =>
      createVisitor(site.app).post('/host/sign-in', { name: names.name, passphrase, to })
    expect((await signIn()).headers.get('location')).toBe('/host')
    const asked = await host.post('/host/ask-second-factor', { asked: 'yes', proof: passphrase })
    expect(asked.status).toBe(303)
    await host.post('/host/ask-second-factor', { asked: 'no', proof: passphrase })
    const other = [...passphrase.normalize('NFC')].reverse().join('').normalize('NFD')
    const changed = await host.post('/host/account/passphrase', {
      old: passphrase,
      passphrase: other,
      again: other,
    })
    expect(changed.status).toBe(200)
    expect((await signIn()).status).toBe(403)
    await site.close()
  })
})

test('where the machine has killed whoever judges a passphrase, the person is asked to try again, and nothing breaks', async () => {
  let isKilled = true
  const judge = async () => {
    if (isKilled) throw new Error('A passphrase was not judged')
    return false
  }
  const few = createPassphrases(passphraseCost, deriveKey, judge)
  const text = 'un canal sans bateaux bleus'
  const turn = { share: 'test', first: true }
  expect(await few.objection(text, text, own, turn)).toBe('busy')
  isKilled = false
  expect(await few.objection(text, text, own, turn)).toBeNull()
})

describe('a passphrase that was hashed before there was argon2id', () => {
  const cheap = { method: 'argon2id', memoryKilobytes: 32, passes: 1, parallel: 4 } as const
  const here = { address: '10.0.0.1', knownDevice: null }

  /** A site whose accounts are of an older version, and its sign-ins in this one. */
  async function updatedSite() {
    const site = await openTestApp()
    const { id } = await newMediator(site.services, 'Anna')
    const machine = { ...site.machine, passphraseCost: cheap }
    const { signIns } = createStaff(site.database, machine, () => '', []).companion
    const hash = async () => {
      const row = await site.database
        .selectFrom('account')
        .select('passphrase_hash')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return row.passphrase_hash ?? ''
    }
    return { site, signIns, id, hash }
  }

  test('opens the door as before, and is kept by argon2id from then on', async () => {
    const { site, signIns, hash } = await updatedSite()
    expect(await hash()).toMatch(/^scrypt\$/)
    expect((await signIns.signIn('Anna', 'trois girafes', here)).kind).toBe('refused')
    expect(await hash()).toMatch(/^scrypt\$/)
    expect((await signIns.signIn('Anna', usualPassphrase, here)).kind).toBe('signed-in')
    const renewed = await hash()
    expect(renewed).toMatch(/^argon2id\$32\$1\$4\$/)
    expect((await signIns.signIn('Anna', usualPassphrase, here)).kind).toBe('signed-in')
    expect((await signIns.signIn('Anna', 'trois girafes', here)).kind).toBe('refused')
    expect(await hash()).toBe(renewed)
    await site.close()
  })

  test('is renewed once, and everybody is in, where two sign in at the same moment', async () => {
    const { site, signIns, hash } = await updatedSite()
    const both = [here, { ...here, address: '10.0.0.2' }].map((from) =>
      signIns.signIn('Anna', usualPassphrase, from),
    )
    const kinds = (await Promise.all(both)).map(({ kind }) => kind)
    expect(kinds).toEqual(['signed-in', 'signed-in'])
    expect((await signIns.signIn('Anna', usualPassphrase, here)).kind).toBe('signed-in')
    expect(await hash()).toMatch(/^argon2id\$/)
    await site.close()
  })

  test('does not come back where a new one was chosen meanwhile', async () => {
    const { site, id, hash } = await updatedSite()
    const store = createAccountStore(site.database)
    expect(await store.renewHash(id, 'argon2id$other', 'argon2id$better')).toBe(false)
    expect(await hash()).toMatch(/^scrypt\$/)
    await site.close()
  })
})

test('what is kept of a passphrase says how it was made, so that a dearer way can come', async () => {
  const salt = Buffer.alloc(16, 7)
  const cheap = { method: 'argon2id', memoryKilobytes: 32, passes: 1, parallel: 4 } as const
  for (const cost of [cheap, { ...scryptCost, logBlocks: 4 }]) {
    const kept = written(salt, await deriveKey('Élan', salt, cost), cost)
    expect(read(kept)).toEqual({ salt, cost })
    expect(isOutdated(kept, cost)).toBe(false)
    expect(isOutdated(kept, passphraseCost)).toBe(true)
  }
  expect(() => read('md5$1$2$3$AAAA$AAAA')).toThrow()
})
