/** The record of a guided session: five rows of ticks, and no field for a word. */

import type { LengthClass, Outcome, PlaceKind } from '../../server/guided-sessions/record-messages.ts'
import type { Page } from '../../server/pages/page.ts'
import type { PictogramId } from '../../server/pictograms/rules.ts'
import { Pictogram } from '../components/pictogram.tsx'

/** What can be ticked, and what the session has ticked already. */
export interface DraftChoices {
  readonly language: string
  readonly themes: readonly string[]
  readonly length: LengthClass
  readonly allThemes: readonly string[]
  readonly outcomes: readonly Outcome[]
  readonly placeKinds: readonly PlaceKind[]
  readonly lengths: readonly LengthClass[]
  /** True where a row was left open. */
  readonly missing: boolean
}

const outcomePictograms: Readonly<Record<Outcome, PictogramId>> = {
  understood: 'explain',
  'done-with-help': 'helper-connected',
  'done-alone': 'on-my-own',
  'passed-on': 'caregivers',
}

const placePictograms: Readonly<Record<PlaceKind, PictogramId>> = {
  epn: 'computer',
  pharmacy: 'pharmacy',
  'social-service': 'help',
  hospital: 'hospital',
  elsewhere: 'place',
}

export function RecordForm({ page, choices }: { page: Page; choices: DraftChoices }) {
  const { t } = page
  return (
    <form method="post" action="/companion/record" class="record">
      <h2>{t('companion:record.title')}</h2>
      <p>{t('companion:record.words')}</p>
      {choices.missing ? (
        <p class="sign" role="alert">
          {t('companion:record.missing')}
        </p>
      ) : null}
      <fieldset>
        <legend>{t('companion:record.outcome')}</legend>
        {choices.outcomes.map((outcome) => (
          <Tick name="outcome" value={outcome} label={t(`companion:record.outcomes.${outcome}`)}>
            <Pictogram page={page} id={outcomePictograms[outcome]} size={36} />
          </Tick>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('companion:record.placeKind')}</legend>
        {choices.placeKinds.map((kind) => (
          <Tick name="placeKind" value={kind} label={t(`companion:record.placeKinds.${kind}`)}>
            <Pictogram page={page} id={placePictograms[kind]} size={36} />
          </Tick>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('companion:record.themes')}</legend>
        {choices.allThemes.map((theme) => (
          <Tick
            name="themes"
            value={theme}
            label={t(`themes:names.${theme}`)}
            many
            chosen={choices.themes.includes(theme)}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('companion:record.language')}</legend>
        {page.alternatives.map(({ language, name }) => (
          <Tick name="language" value={language} label={name} chosen={choices.language === language} />
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('companion:record.length')}</legend>
        {choices.lengths.map((length) => (
          <Tick
            name="length"
            value={length}
            label={t(`companion:record.lengths.${length}`)}
            chosen={choices.length === length}
          />
        ))}
      </fieldset>
      <div class="thumb">
        <button type="submit">{t('companion:record.save')}</button>
        <button type="submit" formaction="/companion/record/skip" formnovalidate>
          {t('companion:record.skip')}
        </button>
      </div>
    </form>
  )
}

function Tick(props: {
  name: string
  value: string
  label: string
  many?: true
  chosen?: boolean
  children?: unknown
}) {
  return (
    <label class="tick">
      <input
        type={props.many ? 'checkbox' : 'radio'}
        name={props.name}
        value={props.value}
        checked={props.chosen ?? false}
      />
      {props.children}
      <span>{props.label}</span>
    </label>
  )
}
