/** What browsers send of passkeys, read by its form alone. */

import { z } from 'zod'

/** What a browser sends, with the challenge that it answers. */
export interface Answer<Response> {
  readonly challenge: string
  readonly response: Response
}

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,3000}$/)

const registration = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url }),
})

const authentication = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
})

const clientData = z.object({ challenge: base64url })

export type Registration = z.infer<typeof registration>
export type Authentication = z.infer<typeof authentication>

function readAnswer<Response extends { readonly response: { readonly clientDataJSON: string } }>(
  shape: z.ZodType<Response>,
  text: string,
): Answer<Response> | null {
  try {
    const response = shape.parse(JSON.parse(text))
    const { clientDataJSON } = response.response
    const data = Buffer.from(clientDataJSON, 'base64url').toString()
    return { challenge: clientData.parse(JSON.parse(data)).challenge, response }
  } catch {
    return null
  }
}

/** Null where it is no answer of a browser. */
export function readRegistration(text: string): Answer<Registration> | null {
  return readAnswer(registration, text)
}

/** Null where it is no answer of a browser. */
export function readAuthentication(text: string): Answer<Authentication> | null {
  return readAnswer(authentication, text)
}
