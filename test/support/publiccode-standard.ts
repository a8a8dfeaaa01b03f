/**
 * What publiccode.yml 0.7 asks, as a schema. The standard (https://yml.publiccode.tools) is a text, and its validator a program that
 * no package of npm or Debian brings. What we do not use is left out: whoever adds a key or a word reads there what it has to be.
 */

import { z } from 'zod'

const text = z.string().trim().min(1)
const webAddress = z.url({ protocol: /^https?$/ })
/** BCP 47, as far as a country's languages go: `fr`, `fr-BE`. */
const language = z.string().regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/)
/** Of this repository, from its root. */
const file = z.string().regex(/^(?!\/|.*\.\.)[\w./-]+$/)

const description = z.strictObject({
  shortDescription: text.max(150),
  longDescription: text.min(150).max(10_000),
  documentation: webAddress.optional(),
  features: z.array(text).min(1),
  screenshots: z.array(file.regex(/\.(?:png|jpe?g)$/)),
})

/** A natural person: the standard takes no role, no department and no list. */
const contact = z.strictObject({ name: text, email: z.email().optional(), affiliation: text.optional() })
const contractor = z.strictObject({ name: text, until: z.iso.date(), website: webAddress.optional() })

export const publiccodeSchema = z.strictObject({
  publiccodeYmlVersion: z.literal('0.7'),
  name: text,
  url: webAddress,
  landingURL: webAddress.optional(),
  softwareVersion: text,
  releaseDate: z.iso.date(),
  logo: file.regex(/\.(?:svgz?|png)$/),
  platforms: z.array(z.enum(['web', 'windows', 'mac', 'linux', 'ios', 'android'])).min(1),
  categories: z.array(z.enum(['digital-citizenship', 'educational-content'])),
  developmentStatus: z.enum(['concept', 'development', 'beta', 'stable', 'obsolete']),
  softwareType: z.enum(['standalone/web', 'standalone/desktop', 'standalone/backend', 'standalone/other']),
  organisation: z.strictObject({ uri: text, name: text.optional() }).optional(),
  intendedAudience: z.strictObject({
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)),
    scope: z.array(z.enum(['healthcare', 'society', 'welfare'])),
  }),
  description: z.record(language, description),
  legal: z.strictObject({ license: text, mainCopyrightOwner: text.optional() }),
  maintenance: z.discriminatedUnion('type', [
    z.strictObject({ type: z.enum(['internal', 'community']), contacts: z.array(contact).min(1) }),
    z.strictObject({ type: z.literal('contract'), contractors: z.array(contractor).min(1) }),
    z.strictObject({ type: z.literal('none') }),
  ]),
  localisation: z.strictObject({
    localisationReady: z.boolean(),
    availableLanguages: z.array(language).min(1),
  }),
})
