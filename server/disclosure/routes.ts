/** Tells whoever has found a weakness how to say so. */

import { Hono } from 'hono'
import type { Services } from '../services.ts'
import { securityPolicyPath, securityText, securityTextPath } from './rules.ts'

export function disclosureRoutes({ publicUrl, configuration, words, securityPolicy }: Services): Hono {
  const text = securityText({ publicUrl, contact: configuration.securityContact, languages: words.languages })
  const routes = new Hono()
  // Both are plain UTF-8, which browsers show.
  routes.get(securityTextPath, (c) => c.text(text))
  routes.get(securityPolicyPath, async (c) => c.text(await securityPolicy()))
  return routes
}
