/** The option grid: rows are the person's questions, columns the options, all with the same room. */

import type { Claim, ExplainerPage } from '../../server/explainers/explainer-page.ts'
import type { Page } from '../../server/pages/page.ts'
import { Pictogram } from '../components/pictogram.tsx'

/** The roles are written out because a phone shows the cells below each other, and would lose the table's meaning. */
export function Grid(props: {
  page: Page
  explainer: ExplainerPage
  size: number
  /** Whether rows carry the cards they speak to, for styles to show. */
  marks: boolean
}) {
  const { page, explainer, size, marks } = props
  const { t } = page
  return (
    <table class="grid" role="table">
      <caption class="only-heard">{explainer.question}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <td role="cell"></td>
          {explainer.options.map((option) => (
            <th scope="col" role="columnheader">
              <span class="option-name">
                <Pictogram page={page} id={option.pictogram} size={size} />
                <span>{option.name}</span>
              </span>
              {option.changesNothing ? (
                <span class="changes-nothing">{t('explainers:changesNothing')}</span>
              ) : null}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {explainer.rows.map((row) => (
          <tr role="row" data-row={row.id}>
            <th scope="row" role="rowheader">
              <span class="row-question">
                <Pictogram page={page} id={row.pictogram} size={size} />
                <span>{row.question}</span>
              </span>
              {marks ? (
                <ul class="speaks">
                  {row.cards.map((card) => (
                    <li data-card={card}>{t(`explainers:cards.${card}`)}</li>
                  ))}
                </ul>
              ) : null}
            </th>
            {row.cells.map((claims, column) => (
              <td role="cell">
                <span class="option-again" aria-hidden="true">
                  {explainer.options[column]?.name}
                </span>
                <Claims claims={claims} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Claims({ claims }: { claims: readonly Claim[] }) {
  return (
    <ul>
      {claims.map((claim) => (
        <li>{claim.year === null ? claim.text : `${claim.text} (${claim.year})`}</li>
      ))}
    </ul>
  )
}
