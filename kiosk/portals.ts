/** The official pages that may be opened at a kiosk, and what they need to work: everything else is blocked. */

import { z } from 'zod'

const host = z
  .string()
  .regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?$/, 'a host such as www.example.be, or *.example.be')

const portalSchema = z.strictObject({
  name: z.string().min(1),
  /** `*.` before a host stands for all hosts below it, and not for the host itself. */
  hosts: z.array(host).min(1),
  /** Where the card signs in, so that its certificate needs no choosing. */
  signsInWithCard: z.boolean().default(false),
  /** When the hosts were last checked. */
  checkedOn: z.iso.date(),
})

export const portalsSchema = z.array(portalSchema).min(1)

export type Portal = z.infer<typeof portalSchema>

/**
 * Found on stored public pages on the day that stands beside each; no live page was opened. docs/operating.md says how
 * a site checks the list and brings its own.
 */
export const knownPortals: readonly Portal[] = portalsSchema.parse([
  {
    name: 'MaSanté, MijnGezondheid',
    hosts: ['www.masante.belgique.be', 'www.mijngezondheid.belgie.be'],
    checkedOn: '2026-11-20',
  },
  {
    name: 'eHealth',
    hosts: ['www.ehealth.fgov.be', 'ehealth.fgov.be'],
    checkedOn: '2026-11-20',
  },
  {
    name: 'Brussels Health Network',
    hosts: ['brusselshealthnetwork.be', 'www.brusselshealthnetwork.be'],
    checkedOn: '2026-11-20',
  },
  { name: 'Réseau Santé Wallon', hosts: ['www.reseausantewallon.be'], checkedOn: '2026-11-21' },
  { name: 'CoZo', hosts: ['www.cozo.be'], checkedOn: '2026-11-21' },
  { name: 'itsme', hosts: ['idp.prd.itsme.services'], checkedOn: '2026-11-21' },
  {
    name: 'CSAM',
    hosts: ['idp.iamfas.belgium.be', 'iamapps.belgium.be', 'sma-help.bosa.belgium.be'],
    signsInWithCard: true,
    checkedOn: '2026-11-21',
  },
  { name: 'BOSA', hosts: ['bosa.belgium.be'], checkedOn: '2026-11-20' },
  { name: 'social.brussels', hosts: ['social.brussels', 'www.social.brussels'], checkedOn: '2026-11-20' },
  { name: 'Recip-e', hosts: ['recip-e.be', 'www.recip-e.be'], checkedOn: '2026-11-20' },
])

/** Whether an address is one of the list: by https, or on this machine itself as tests use it. */
export function mayOpen(portals: readonly Portal[], address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, hostname, username, password } = new URL(address)
  if (protocol !== 'https:' && !(protocol === 'http:' && hostname === '127.0.0.1')) return false
  if (username !== '' || password !== '') return false
  return portals.some(({ hosts }) =>
    hosts.some((known) => (known.startsWith('*.') ? host.endsWith(known.slice(1)) : host === known)),
  )
}
