/** What the pages of mediators and hosts need: their language, and who is signed in. */

import type { Context, MiddlewareHandler } from 'hono'
import { type Area, areaOf } from '../accounts/rules.ts'
import type { Cookies } from '../web/cookies.ts'
import { type Page, type PageServices, pageOf } from './page.ts'

export type StaffPageServices = PageServices & {
  readonly cookies: Cookies
  /** An id that nobody can guess. */
  readonly newId: () => string
}

/** A page of the companion or of the host. */
export interface StaffPage extends Page {
  readonly area: Area
  /** Who is signed in; null where nobody has to be. */
  readonly person: { readonly name: string } | null
  /** The key of this look at the page: a form of it that comes twice counts once. */
  readonly once: string
}

const queryName = 'language'
const cookieSeconds = 365 * 86_400

/** The first language of ours that a browser asks for. */
function wantedLanguage(acceptLanguage: string, languages: readonly string[]): string | undefined {
  const asked = acceptLanguage.split(',').map((entry, place) => {
    const [tag = '', ...settings] = entry.trim().toLowerCase().split(';')
    const quality = /^\s*q=([\d.]+)\s*$/.exec(settings.join(';'))?.[1]
    return { language: tag.split('-')[0] ?? '', weight: Number(quality ?? 1), place }
  })
  return asked
    .filter(({ language, weight }) => weight > 0 && languages.includes(language))
    .sort((one, other) => other.weight - one.weight || one.place - other.place)[0]?.language
}

/** The language of a page of staff: chosen just now, chosen before, asked for by the browser, or the first. */
function staffLanguage(c: Context, cookies: Cookies, languages: readonly string[]): string {
  const chosen = [c.req.query(queryName), cookies.languageIn(c.req.header('cookie'))]
  const known = chosen.find((language) => language !== undefined && languages.includes(language))
  return known ?? wantedLanguage(c.req.header('accept-language') ?? '', languages) ?? languages[0] ?? ''
}

/** Keeps the language that a link chooses by `?language=`. */
export function keepLanguage(services: {
  readonly cookies: Cookies
  readonly words: { readonly languages: readonly string[] }
}): MiddlewareHandler {
  const { cookies, words } = services
  return async (c, next) => {
    const language = c.req.query(queryName)
    if (c.req.method === 'GET' && language !== undefined && words.languages.includes(language)) {
      c.header('set-cookie', cookies.write('language', language, cookieSeconds), { append: true })
    }
    await next()
  }
}

/** The page of a path of an area, which may end in a query; its links to other languages lead to the same path. */
export function staffPageOf(services: StaffPageServices, c: Context, path: string): StaffPage {
  const language = staffLanguage(c, services.cookies, services.words.languages)
  const person = areaOf(path) === 'host' ? c.get('hostAccount') : c.get('mediator')
  return staffPageIn(services, { language, path, person: person ?? null })
}

/** The same without its request, for what is made later, as long as somebody listens. */
export function staffPageIn(
  services: StaffPageServices,
  { language, path, person }: Pick<StaffPage, 'language' | 'person'> & { readonly path: string },
): StaffPage {
  const page = pageOf(services, language, '')
  const separator = path.includes('?') ? '&' : '?'
  return {
    ...page,
    area: areaOf(path) ?? 'companion',
    once: services.newId(),
    person,
    alternatives: page.alternatives.map((alternative) => ({
      ...alternative,
      path: `${path}${separator}${queryName}=${alternative.language}`,
    })),
  }
}
