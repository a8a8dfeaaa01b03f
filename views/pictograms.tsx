/** The gallery of pictograms, with their words in every language and where each comes from. */

import type { Page } from '../server/pages/page.ts'
import type { PictogramId } from '../server/pictograms/rules.ts'
import { Pictogram } from './components/pictogram.tsx'
import { WayBack } from './components/way-back.tsx'
import { Layout } from './layout.tsx'

interface GalleryItem {
  readonly id: PictogramId
  readonly licence: string
  readonly source: string
  readonly names: readonly { readonly language: string; readonly name: string }[]
}

export function Gallery({ page, items }: { page: Page; items: readonly GalleryItem[] }) {
  const title = page.t('layout:pictogramGallery')
  return (
    <Layout
      page={page}
      title={title}
      wayBack={<WayBack page={page} />}
      width="wide"
      styles={['pictograms.css']}
    >
      <h1>{title}</h1>
      <ul class="gallery">
        {items.map(({ id, names, licence, source }) => (
          <li>
            <Pictogram page={page} id={id} size={72} />
            <dl>
              {names.map(({ language, name }) => (
                <div>
                  <dt>{language.toUpperCase()}</dt>
                  <dd lang={language}>{name}</dd>
                </div>
              ))}
            </dl>
            <p class="licence" lang="en">
              {source.replace('https://', '')} · {licence}
            </p>
          </li>
        ))}
      </ul>
    </Layout>
  )
}
