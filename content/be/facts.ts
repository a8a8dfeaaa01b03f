/** Every fact that guides cite, with its sources. The sentences stand in words/<language>/facts.json. */

import type { Confidence, Fact, OfficialPage, Source } from '../../server/facts/rules.ts'
import type { FactId, SourceId } from './ids.ts'

/** When facts and advice were checked, and when they are to be looked at again. */
export const days = { checkedOn: '2026-11-20', reviewBy: '2027-05-20' } as const

function site(domain: string, date: string | null = null): Source {
  return { title: domain, date, url: `https://${domain}/` }
}

export const sources = {
  ostbelgien: { title: 'MaSanté en 15 actions-clés (Ostbelgien)', date: '2021-2022', url: null },
  inami: { title: 'INAMI, médicaments délivrés', date: '2023', url: null },
  luss: { title: 'LUSS, fracture numérique et e-santé', date: '2019', url: null },
  abrumet: site('brusselshealthnetwork.be', '2026'),
  bethanie: site('bethanie-emmaus.be'),
  bosa: site('bosa.belgium.be'),
  brusselsTimes: site('brusselstimes.com'),
  caban: site('caban.be'),
  callens: site('callens-law.be'),
  cbip: site('cbip.be', '2021'),
  ckk: site('ckk-mc.be'),
  cm: site('cm.be'),
  datanews: site('datanews.levif.be', '2011'),
  dhnet: site('dhnet.be', '2018'),
  domusMedica: site('domusmedica.be', '2024'),
  domusMedicaBihr: site('domusmedica.be'),
  ehealth: site('ehealth.fgov.be'),
  eid: site('eid.be'),
  euRegulation: { title: 'Règlement (UE) 2025/327', date: '2025-03-26', url: null },
  freie: site('freie.be'),
  health: site('health.belgium.be'),
  journalMedecin: site('lejournaldumedecin.com', '2022'),
  lavenir: site('lavenir.net', '2022'),
  levif: site('levif.be', '2021'),
  loginhelp: site('loginhelp.be'),
  lydian: site('lydian.be'),
  mc: site('mc.be'),
  mutualia: site('mutualia.be'),
  newsBelgium: site('news.belgium.be'),
  numerikare: site('numerikare.be'),
  pharmacie: site('pharmacie.be'),
  press: { title: 'Presse belge', date: '2026-01', url: null },
  quotidienPharmacien: site('lequotidiendupharmacien.fr', '2020'),
  recipE: site('recip-e.be'),
  rsw: site('reseausantewallon.be', '2025-06'),
  riziv: site('riziv.fgov.be'),
  rtlAccess: site('rtl.be', '2019-04'),
  rtlChildren: site('rtl.be', '2025-06'),
  smals: site('smals.be'),
  specialiste: site('lespecialiste.be'),
  unia: site('unia.be', '2025-09-25'),
  walloonHealth: site('e-santewallonie.be'),
} as const satisfies Record<string, Source>

function fact(confidence: Confidence, ...from: [SourceId, ...SourceId[]]): Fact<SourceId> {
  return { sources: from, confidence, ...days }
}

/** Ids F and R are those of the project's list of facts; A (advantages) and S are statements of
 * source documents alone; E were found in stored public pages. */
export const facts: Readonly<Record<FactId, Fact<SourceId>>> = {
  F1: fact('C', 'riziv', 'ostbelgien', 'freie'),
  F2: fact('C', 'newsBelgium', 'ostbelgien'),
  F3: fact('X', 'riziv', 'inami'),
  F4: fact('C', 'ehealth', 'ostbelgien'),
  F5: fact('N', 'bosa'),
  F7: fact('C', 'abrumet', 'ostbelgien'),
  F8: fact('C', 'ehealth'),
  F9: fact('N', 'abrumet'),
  F10: fact('N', 'abrumet'),
  F11: fact('C', 'rsw', 'ostbelgien'),
  F12: fact('C', 'abrumet'),
  F13: fact('C', 'abrumet', 'ostbelgien'),
  F14: fact('C', 'mutualia', 'ostbelgien'),
  F15: fact('C', 'rsw', 'ostbelgien'),
  F16: fact('C', 'abrumet', 'smals'),
  F17: fact('C', 'lavenir', 'ostbelgien'),
  F18: fact('N+', 'numerikare', 'domusMedicaBihr'),
  F19: fact('X', 'lavenir'),
  F20: fact('C', 'abrumet', 'luss'),
  F21: fact('X', 'walloonHealth', 'ostbelgien'),
  F22: fact('S', 'inami'),
  F23: fact('S', 'inami'),
  F24: fact('N+', 'recipE', 'pharmacie'),
  F25: fact('N+', 'mc', 'cbip'),
  F26: fact('N+', 'recipE'),
  F27: fact('N', 'recipE'),
  F29: fact('N', 'ehealth'),
  F30: fact('X', 'rsw', 'abrumet'),
  F31: fact('N', 'rtlChildren'),
  F32: fact('C', 'abrumet', 'ostbelgien'),
  F33: fact('N', 'domusMedica'),
  F34: fact('N+', 'rsw', 'cm'),
  F35: fact('N', 'abrumet'),
  F36: fact('N+', 'bethanie', 'domusMedica'),
  F37: fact('N+', 'callens', 'specialiste'),
  F38: fact('C', 'ehealth', 'lavenir'),
  F39: fact('N', 'ckk'),
  F40: fact('C', 'caban'),
  F44: fact('C', 'brusselsTimes', 'luss'),
  F45: fact('C', 'luss'),
  F46: fact('N+', 'unia'),
  F56: fact('N+', 'euRegulation'),
  F58: fact('N+', 'euRegulation'),
  R1: fact('N+', 'press'),
  R3: fact('N', 'rtlAccess'),
  R4: fact('C', 'levif', 'luss'),
  R5: fact('C', 'journalMedecin', 'ostbelgien'),
  R6: fact('N+', 'lydian', 'luss'),
  R7: fact('S', 'luss', 'eid'),
  R8: fact('C', 'quotidienPharmacien', 'luss'),
  R10: fact('S', 'luss'),
  A1: fact('S', 'ostbelgien', 'luss'),
  A2: fact('S', 'ostbelgien', 'luss'),
  A3: fact('S', 'ostbelgien'),
  E1: fact('N+', 'loginhelp', 'datanews'),
  E2: fact('N', 'health'),
  E3: fact('N+', 'dhnet', 'ostbelgien'),
  S1: fact('S', 'ostbelgien'),
  S2: fact('S', 'ostbelgien'),
  S3: fact('S', 'ostbelgien'),
  S4: fact('S', 'ostbelgien'),
  S5: fact('S', 'ostbelgien'),
  S6: fact('S', 'inami'),
  S7: fact('S', 'inami'),
  S8: fact('S', 'luss'),
  S9: fact('S', 'ostbelgien'),
  S10: fact('S', 'ostbelgien'),
  S11: fact('S', 'ostbelgien'),
  S12: fact('S', 'luss'),
  S13: fact('S', 'luss'),
  S14: fact('S', 'inami'),
  S15: fact('S', 'luss'),
  S16: fact('S', 'ostbelgien'),
  S17: fact('S', 'ostbelgien'),
  S18: fact('S', 'ostbelgien'),
  S19: fact('S', 'ostbelgien'),
  S20: fact('S', 'luss'),
  S21: fact('S', 'luss'),
}

/**
 * The official pages that guides and printouts lead to, the one place where their addresses stand.
 * A German or English address of the portal is not confirmed, so those readers get the French one (F2).
 */
export const officialPages = {
  masante: {
    name: { default: 'MaSanté', nl: 'MijnGezondheid', de: 'MeineGesundheit' },
    address: { default: 'https://www.masante.belgique.be/', nl: 'https://www.mijngezondheid.belgie.be/' },
  },
  bosa: { name: { default: 'BOSA' }, address: { default: 'https://bosa.belgium.be/' } },
  ehealth: { name: { default: 'eHealth' }, address: { default: 'https://www.ehealth.fgov.be/' } },
  'brussels-health-network': {
    name: { default: 'Brussels Health Network' },
    address: { default: 'https://brusselshealthnetwork.be/' },
  },
  'social-brussels': {
    name: { default: 'social.brussels' },
    address: { default: 'https://social.brussels/' },
  },
  'recip-e': { name: { default: 'Recip-e' }, address: { default: 'https://recip-e.be/' } },
} as const satisfies Record<string, OfficialPage>
