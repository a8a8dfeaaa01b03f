/** What a site says to whoever has found a weakness: security.txt, as RFC 9116 has it. */

/**
 * The day after which nobody is to trust the file any more, less than a year after the release. Each release moves it; the tests fail
 * six weeks before.
 */
export const goodUntil = '2027-11-15'

interface SecurityTextParts {
  /** Where readers reach the site, without a last slash. */
  readonly publicUrl: string
  /** How the site is told, as an address: `mailto:`, `https:` or `tel:`; null where the site names nothing. */
  readonly contact: string | null
  readonly languages: readonly string[]
}

export const securityTextPath = '/.well-known/security.txt'
export const securityPolicyPath = '/security-policy.txt'

/** A site that names nobody leads to the policy, which says how the people who make the software are told. */
export function securityText({ publicUrl, contact, languages }: SecurityTextParts): string {
  const policy = `${publicUrl}${securityPolicyPath}`
  const fields = {
    Contact: contact ?? policy,
    Expires: `${goodUntil}T00:00:00Z`,
    'Preferred-Languages': languages.join(', '),
    Canonical: `${publicUrl}${securityTextPath}`,
    Policy: policy,
  }
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}
