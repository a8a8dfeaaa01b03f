/** The first start of a site: one link, for one host, until one is there. */

import type { Accounts } from '../accounts/live.ts'
import { createMemoryState, type LiveState } from '../live/live-state.ts'
import type { SignIns } from '../sign-in/live.ts'
import type { Choice } from '../sign-in/typed-passphrases-live.ts'

export interface SetUp {
  /** A new link's token, in the place of the one before; null where the site has a host. Only its hash is kept. */
  readonly open: () => Promise<string | null>
  readonly state: (token: string) => Promise<'open' | 'done' | 'unknown'>
  /** Makes the first host; the link is then worth nothing. */
  readonly finish: (
    token: string,
    name: string,
    choice: Choice,
    siteName: string,
  ) => ReturnType<SignIns['addFirst']>
}

export function createSetUp(parts: {
  readonly hosts: {
    readonly accounts: Pick<Accounts, 'list'>
    readonly signIns: Pick<SignIns, 'addFirst'>
  }
  readonly newId: () => string
  readonly hashToken: (token: string) => string
}): SetUp {
  const { hosts, newId, hashToken } = parts
  /** Under its hash; there is room for one. */
  const link: LiveState<true> = createMemoryState(1)
  const hasHost = async () => (await hosts.accounts.list()).length > 0
  return {
    open: async () => {
      if (await hasHost()) return null
      const token = newId()
      await link.add(hashToken(token), true)
      return token
    },
    state: async (token) => {
      if (await hasHost()) return 'done'
      return (await link.find(hashToken(token))) === null ? 'unknown' : 'open'
    },
    finish: async (token, name, choice, siteName) => {
      if ((await link.find(hashToken(token))) === null) return { kind: 'closed' }
      const result = await hosts.signIns.addFirst(name, choice, { siteName })
      if (result.kind === 'signed-in') await link.remove(hashToken(token))
      return result
    },
  }
}
