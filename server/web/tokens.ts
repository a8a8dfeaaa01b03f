/** Secrets of 128 random bits that pass a wire: their form, and what is kept of them. */

import { createHash } from 'node:crypto'

/** 128 random bits, as 22 letters and digits. */
export const tokenForm = /^[A-Za-z0-9_-]{22}$/

/** What is kept of a token: whoever reads it cannot use it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
