/** Prints the figures of the budgets: `npm run bench`. Compare them as ratios; machines differ. */

import { measureCompanions } from './companions.ts'
import { measureServing } from './serving.ts'
import { measureSlots } from './slots.ts'
import { measureVisits } from './visits.ts'
import { measureVitals } from './vitals.ts'
import { measureWeightAndStart } from './weight-and-start.ts'

await measureWeightAndStart()
await measureServing()
await measureSlots()
await measureVitals()
await measureVisits()
await measureCompanions()
