/** The explainers, and their sheet with what a person chose. */

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { ExplainerView } from '../../views/explainers/explainer.tsx'
import { ExplainerSheet } from '../../views/explainers/sheet.tsx'
import { themePictograms } from '../guides/catalogue.ts'
import type { Services } from '../services.ts'
import { pageOf } from '../web/page.ts'
import { sendFleetingPage, sendPage } from '../web/respond.ts'
import { chosenFrom, nothingChosen } from './choices.ts'

/** A form of ticks is small; whatever is larger is not ours. */
const mostFormBytes = 4096

export function explainerRoutes(services: Services): Hono {
  const { words, explainers, pages, configuration } = services
  const routes = new Hono()
  const tooLarge = () => {
    throw new HTTPException(413)
  }

  for (const language of words.languages) {
    routes.get(`/${language}/explainers/:id`, (c) => {
      const explainer = explainers.find(language, c.req.param('id'))
      if (explainer === undefined) return c.notFound()
      return sendPage(c, pages, explainer.path, () => (
        <ExplainerView
          page={pageOf(services, language, `/explainers/${explainer.id}`)}
          explainer={explainer}
          themePictogram={themePictograms[explainer.theme]}
          funder={configuration.fundedBy}
        />
      ))
    })

    routes.get(`/${language}/print/explainer/:id`, (c) => {
      const explainer = explainers.find(language, c.req.param('id'))
      if (explainer === undefined) return c.notFound()
      return sendPage(c, pages, explainer.printPath, () => (
        <ExplainerSheet
          page={pageOf(services, language, `/print/explainer/${explainer.id}`)}
          explainer={explainer}
          choices={nothingChosen}
          funder={configuration.fundedBy}
        />
      ))
    })

    // Sent by POST, so that what a person ticked stands in no address, history or log; nothing of it is kept.
    routes.post(
      `/${language}/print/explainer/:id`,
      bodyLimit({ maxSize: mostFormBytes, onError: tooLarge }),
      async (c) => {
        const explainer = explainers.find(language, c.req.param('id') ?? '')
        if (explainer === undefined) return c.notFound()
        const choices = chosenFrom(explainer, new URLSearchParams(await c.req.text()))
        return sendFleetingPage(
          c,
          <ExplainerSheet
            page={pageOf(services, language, `/print/explainer/${explainer.id}`)}
            explainer={explainer}
            choices={choices}
            funder={configuration.fundedBy}
          />,
        )
      },
    )
  }
  return routes
}
