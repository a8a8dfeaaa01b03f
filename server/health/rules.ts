/** What a watching program is told; its form is a contract. */

import { z } from 'zod'

export const healthySchema = z.object({ status: z.literal('ok') })

/** What is wrong, in one word. */
export const unhealthySchema = z.object({ status: z.literal('database') })
