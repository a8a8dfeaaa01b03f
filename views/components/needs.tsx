/** What a person has to bring: card, reader and code together, or a key on the phone instead of all three. */

import type { GuidePage } from '../../server/guides/guide-page.ts'
import type { Page } from '../../server/pages/page.ts'
import { Pictogram } from './pictogram.tsx'

type Need = GuidePage['needs'][number]

/** What a key on the phone can stand for. */
const keyNeeds: ReadonlySet<string> = new Set(['id-card', 'card-reader', 'code'])

export function Needs({ page, guide, size }: { page: Page; guide: GuidePage; size: number }) {
  const { t } = page
  if (guide.needs.length === 0) {
    return (
      <NeedList page={page} size={size} needs={[{ pictogram: 'yes', label: t('guides:nothingNeeded') }]} />
    )
  }
  if (!guide.orPhone) return <NeedList page={page} size={size} needs={guide.needs} />
  const others = guide.needs.filter(({ pictogram }) => !keyNeeds.has(pictogram))
  return (
    <>
      {others.length === 0 ? null : <NeedList page={page} size={size} needs={others} />}
      <div class="either">
        <NeedList page={page} size={size} needs={guide.needs.filter((need) => !others.includes(need))} />
        <p class="or">{t('guides:or')}</p>
        <NeedList page={page} size={size} needs={[{ pictogram: 'phone', label: t('guides:onPhone') }]} />
      </div>
    </>
  )
}

function NeedList({ page, needs, size }: { page: Page; needs: readonly Need[]; size: number }) {
  return (
    <ul class="needs">
      {needs.map((need) => (
        <li>
          <Pictogram page={page} id={need.pictogram} size={size} />
          <span>{need.label}</span>
        </li>
      ))}
    </ul>
  )
}
