/** Languages, home, themes and guides. */

import { Hono } from 'hono'
import { GuideView } from '../../views/guides.tsx'
import { Home } from '../../views/home.tsx'
import { Languages } from '../../views/start.tsx'
import { ThemeView } from '../../views/themes.tsx'
import { themeOf } from '../content/rules.ts'
import { pageOf } from '../pages/page.ts'
import { sendPage } from '../pages/respond.ts'
import type { Services } from '../services.ts'

/** The start: the choice of a language. */
export function startRoutes(services: Services): Hono {
  const { words, pages } = services
  return new Hono().get('/', (c) => {
    const doorClosed = c.get('doorClosed') ?? false
    return sendPage(c, pages, doorClosed ? '/ closed' : '/', () => (
      <Languages
        pages={words.languages.map((language) => pageOf(services, language, ''))}
        doorClosed={doorClosed}
      />
    ))
  })
}

/** Home, themes and guides in a language. */
export function guideRoutes(services: Services, language: string): Hono {
  const { country, guides, explainers, pages } = services
  const { themes } = country
  const routes = new Hono()

  routes.get('/', (c) =>
    sendPage(c, pages, `/${language}`, () => <Home page={pageOf(services, language, '')} themes={themes} />),
  )

  routes.get('/themes/:theme', (c) => {
    const theme = themes.find(({ id }) => id === c.req.param('theme'))
    if (theme === undefined) return c.notFound()
    return sendPage(c, pages, `/${language}/themes/${theme.id}`, () => (
      <ThemeView
        page={pageOf(services, language, `/themes/${theme.id}`)}
        theme={theme}
        explainers={explainers.ofTheme(language, theme.id)}
        guides={guides.ofTheme(language, theme.id)}
      />
    ))
  })

  routes.get('/guides/:id', (c) => {
    const guide = guides.find(language, c.req.param('id'))
    if (guide === undefined) return c.notFound()
    return sendPage(c, pages, guide.path, () => (
      <GuideView
        page={pageOf(services, language, `/guides/${guide.id}`)}
        guide={guide}
        theme={themeOf(country, guide.theme)}
      />
    ))
  })
  return routes
}
