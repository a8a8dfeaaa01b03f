/** Whom this program believes who the server is: Node's own list, and that of the machine. */

import tls from 'node:tls'

/** From here on `fetch` trusts the roots that the administrator has given to the whole machine as well; Node 22.19 and later. */
export function trustAuthoritiesOfMachine(): void {
  if (typeof tls.setDefaultCACertificates !== 'function') return
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])
}
