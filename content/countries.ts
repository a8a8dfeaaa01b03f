/** The countries whose content this software brings, by the code that COUNTRY takes. */

import type { Country } from '../server/content/rules.ts'
import { belgium } from './be/country.ts'

const countries = { be: belgium } as const satisfies Readonly<Record<string, Country>>

export type CountryCode = keyof typeof countries

export const countryCodes = Object.keys(countries) as CountryCode[]

/** The country of a code. */
export function countryOf(code: CountryCode): Country {
  return countries[code]
}
