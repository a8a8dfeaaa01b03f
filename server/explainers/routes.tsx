/** The explainers, and their sheet with what a person chose. */

import { Hono } from 'hono'
import { ExplainerView } from '../../views/explainers/explainer.tsx'
import { ExplainerSheet } from '../../views/explainers/sheet.tsx'
import { themeOf } from '../content/rules.ts'
import { pageOf } from '../pages/page.ts'
import { sendFleetingPage, sendPage } from '../pages/respond.ts'
import type { Services } from '../services.ts'
import { type Choices, chosenFrom, nothingChosen } from './choice-rules.ts'
import type { ExplainerPage } from './explainer-page.ts'

export function explainerRoutes(services: Services, language: string): Hono {
  const { country, explainers, pages, choices: liveChoices, configuration } = services
  const routes = new Hono()

  routes.get(`/explainers/:id`, (c) => {
    const explainer = explainers.find(language, c.req.param('id'))
    if (explainer === undefined) return c.notFound()
    return sendPage(c, pages, explainer.path, () => (
      <ExplainerView
        page={pageOf(services, language, `/explainers/${explainer.id}`)}
        explainer={explainer}
        theme={themeOf(country, explainer.theme)}
        funder={configuration.fundedBy}
      />
    ))
  })

  const sheetOf = (explainer: ExplainerPage, path: string, choices: Choices) => (
    <ExplainerSheet
      page={pageOf(services, language, path)}
      explainer={explainer}
      choices={choices}
      funder={configuration.fundedBy}
    />
  )

  routes.get(`/print/explainer/:id`, (c) => {
    const explainer = explainers.find(language, c.req.param('id'))
    if (explainer === undefined) return c.notFound()
    return sendPage(c, pages, explainer.printPath, () =>
      sheetOf(explainer, `/print/explainer/${explainer.id}`, nothingChosen),
    )
  })

  // Sent by POST, so that what a person ticked stands in no address, history or log. The visit holds it until it
  // ends, so that the browser need not: it would offer to send it again, to whoever presses the back button.
  routes.post(`/print/explainer/:id`, async (c) => {
    const explainer = explainers.find(language, c.req.param('id') ?? '')
    if (explainer === undefined) return c.notFound()
    const choices = chosenFrom(explainer, new URLSearchParams(await c.req.text()))
    const visitId = c.get('visitId')
    if (visitId !== null) {
      await liveChoices.prepareSheet(visitId, { explainer: explainer.id, choices })
      return c.redirect(`${explainer.printPath}/mine`, 303)
    }
    // A browser without cookies gets its sheet at once.
    return sendFleetingPage(c, pages, sheetOf(explainer, `/print/explainer/${explainer.id}`, choices))
  })

  routes.get(`/print/explainer/:id/mine`, async (c) => {
    const explainer = explainers.find(language, c.req.param('id'))
    if (explainer === undefined) return c.notFound()
    const { sheet } = await liveChoices.of(c.get('visitId') ?? '')
    if (sheet?.explainer !== explainer.id) return c.redirect(explainer.printPath, 303)
    const path = `/print/explainer/${explainer.id}/mine`
    return sendFleetingPage(c, pages, sheetOf(explainer, path, sheet.choices))
  })
  return routes
}
