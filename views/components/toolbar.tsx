/** The toolbar: the same place on every page. Tools that do not exist yet are left out; their room stays free. */

import type { Child } from 'hono/jsx'
import type { Page } from '../../server/pages/page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { contrasts, textSizes } from '../../server/visits/rules.ts'
import { Pictogram } from './pictogram.tsx'

export function Toolbar({ page }: { page: Page }) {
  const { t, language } = page
  return (
    <nav class="toolbar" aria-label={t('layout:toolbar')}>
      <div class="tools">
        <Menu page={page} action="language" pictogram="language" label={t('layout:language')}>
          <ul class="tool-menu">
            {page.alternatives.map((alternative) => (
              <li>
                <a
                  href={alternative.path}
                  lang={alternative.language}
                  hreflang={alternative.language}
                  aria-current={alternative.language === language ? 'true' : undefined}
                >
                  {alternative.name}
                </a>
              </li>
            ))}
          </ul>
        </Menu>
        <Menu page={page} action="display" pictogram="display" label={t('visits:display')}>
          <form class="tool-menu" method="post" action={`/${language}/visit/display`}>
            <fieldset>
              <legend>{t('visits:textSize')}</legend>
              {textSizes.map((size) => (
                <button type="submit" name="size" value={size} data-slot={`size-chosen:${size}`}>
                  {t(`visits:sizes.${size}`)}
                </button>
              ))}
            </fieldset>
            <fieldset>
              <legend>{t('visits:colours')}</legend>
              {contrasts.map((contrast) => (
                <button
                  type="submit"
                  name="contrast"
                  value={contrast}
                  data-slot={`contrast-chosen:${contrast}`}
                >
                  {t(`visits:contrasts.${contrast}`)}
                </button>
              ))}
            </fieldset>
            <fieldset>
              <legend>{t('visits:time')}</legend>
              <button type="submit" formaction={`/${language}/visit/more-time`} data-slot="more-time-chosen">
                <Pictogram page={page} id="more-time" size={36} />
                <span>{t('visits:moreTime')}</span>
              </button>
            </fieldset>
          </form>
        </Menu>
      </div>
      <div class="tools acts">
        <Act
          page={page}
          action="helper"
          path="helper/call"
          pictogram="call-helper"
          label={t('guided-sessions:call')}
        />
        <Act page={page} action="hide" path="visit/hide" pictogram="hide-screen" label={t('visits:hide')} />
        <Act page={page} action="erase" path="visit/erase" pictogram="erase" label={t('visits:erase')} />
      </div>
    </nav>
  )
}

interface Tool {
  readonly page: Page
  readonly pictogram: PictogramId
  readonly label: string
}

/** A tool that opens a menu above itself; opening one closes the other. */
function Menu(props: Tool & { action: 'language' | 'display'; children: Child }) {
  return (
    <details class="tool" name="tool">
      <summary data-action={props.action}>
        <Pictogram page={props.page} id={props.pictogram} size={36} />
        <span>{props.label}</span>
      </summary>
      {props.children}
    </details>
  )
}

/** A tool that acts at once, with one tap. */
function Act(props: Tool & { action: 'helper' | 'hide' | 'erase'; path: string }) {
  const { page, action, path, pictogram, label } = props
  return (
    <form class={`tool ${action}`} method="post" action={`/${page.language}/${path}`}>
      <button type="submit" data-action={action}>
        <Pictogram page={page} id={pictogram} size={36} />
        <span>{label}</span>
      </button>
    </form>
  )
}
