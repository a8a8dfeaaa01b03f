/** What an address says of where somebody comes from. */

/**
 * The network that an address belongs to, as far as one customer goes: a household has 2^64 addresses of version 6, and
 * could try each passphrase from another one.
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address.toLowerCase()
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  const groups = [...front, ...Array.from({ length: gap }, () => '0'), ...back]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

/**
 * Whether an address says nothing of who comes: that of a reverse proxy on this machine is everybody's, and what is
 * counted by it would let one stranger slow the whole world.
 */
export function isEverybodys(address: string): boolean {
  return address === '' || address === '::1' || /^(?:::ffff:)?127\./i.test(address)
}
