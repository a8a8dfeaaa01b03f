/** Which passphrases can be chosen: none that a neighbour would try first, and every one that takes a thought. */

import { beforeAll, describe, expect, test } from 'vitest'
import {
  createPassphrases,
  type Passphrases,
  passphraseCost,
  scryptKey,
} from '../../server/web/passphrases.ts'

const own = { name: 'Aïcha Dupont', siteName: 'Pharmacie du Parc' }

let passphrases: Passphrases
beforeAll(() => {
  passphrases = createPassphrases(passphraseCost, scryptKey)
})

async function taken(list: readonly string[]): Promise<readonly string[]> {
  const objections = await Promise.all(list.map((text) => passphrases.objection(text, text, own)))
  return list.filter((_, place) => objections[place] === null)
}

/** Of the review of November 2026, and of its kind. */
const firstGuesses = [
  ...['pharmacie', 'apotheker', 'troisclics', 'trois clics', 'mediateur', 'infirmiere', 'consentement'],
  ...['belgique', 'Bruxelles1', 'Welkom123', 'Zomer2026!', 'médiateur', 'infirmière', 'médiatrice'],
  ...['pharmacien', 'Apotheek1', 'apotheek2026', 'Troisclics1', 'TroisClics!', 'Belgique1', 'Belgique2026'],
  ...['Bruxelles2026', 'brussel123', 'Antwerpen1', 'charleroi', 'Ostbelgien', 'Welkom01', 'bienvenue'],
  ...['Bienvenue1', 'Willkommen1', 'bonjour123', 'motdepasse1', 'wachtwoord1'],
]

const further = [
  ...['Sommer2026', 'Winter2026!', 'Herfst2025', 'Été2026!!', 'automne2026', 'Printemps26', 'Lente2026'],
  ...['azertyuiop', 'Azerty123', 'azerty1234', 'qwertzuiop', 'qsdfghjklm', 'wxcvbn123', 'aqwzsx123'],
  ...['Kennwort1', 'passwort123', 'geheim123', 'changezmoi', 'admin2026', 'sesamouvretoi'],
  ...['verpleegster', 'Krankenschwester', 'ziekenhuis', 'médicaments', 'geneesmiddel', 'ordonnance'],
  ...['toestemming', 'gezondheid1', 'Gesundheit1', 'masante2026', 'ehealth2026', 'bibliotheque'],
  ...['septembre', 'donderdag', 'chocolat1', 'jetaime123', 'rodeduivels', 'Belg1que', 'B3lgique'],
  ...['p h a r m a c i e', 'PHARMACIE', 'euqigleb', 'drie kliks', 'pharmacie123', 'Pharmac1e'],
]

const good = [
  ...['trois girafes dorment debout', 'un canal sans bateaux bleus', 'sept moulins sous la pluie'],
  ...['de buurvrouw fietst achteruit', 'vier paarse koeien zingen vals', 'regenjas op dinsdagochtend'],
  ...['blaue Tassen fliegen nachts', 'Omas Hund mag keine Tulpen', 'zwölf Enten am Bahnhof'],
  ...['purple teapots never whistle', 'my aunt repairs accordions', 'rainy bus stop harmonica'],
  ...['ma pharmacie aime les tortues', 'Belgique, gaufres et trombones', 'Gk7#vPq2x', 'tK9-mmQ4-zzR'],
  ...['correct horse battery staple', 'lapin-violet-escalier', 'ÉlanVert&Parapluie', 'kikker.lantaarn.zeep'],
]

describe('a passphrase', () => {
  test('that a neighbour, a colleague or a thief of lists would try first is refused', async () => {
    expect(firstGuesses).toHaveLength(33)
    expect(further.length).toBeGreaterThanOrEqual(40)
    expect(await taken(firstGuesses)).toEqual([])
    expect(await taken(further)).toEqual([])
  })

  test('that takes a thought can be kept, in each language, with words of the trade too', async () => {
    expect(good).toHaveLength(20)
    expect(await taken(good)).toEqual(good)
  })
})
