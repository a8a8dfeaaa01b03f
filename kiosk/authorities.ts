/** Whom this program believes who the server is: Node's own list, and that of the machine. */

import { getCACertificates, setDefaultCACertificates } from 'node:tls'

/** From here on `fetch` trusts the roots that the administrator has given to the whole machine as well. */
export function trustAuthoritiesOfMachine(): void {
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')])
}
