/** How a passphrase is kept, so that nobody can read it back: argon2id, and scrypt where there is no argon2id. */

import * as crypto from 'node:crypto'

/** What one try takes; it stands in the hash, so that a dearer one can come without asking anybody anew. */
export type PassphraseCost =
  | {
      readonly method: 'argon2id'
      readonly memoryKilobytes: number
      readonly passes: number
      readonly parallel: number
    }
  /** 128 bytes x block size x number of blocks of memory, `parallel` times. */
  | {
      readonly method: 'scrypt'
      /** The power of two of the number of blocks. */
      readonly logBlocks: number
      readonly blockSize: number
      readonly parallel: number
    }

/** The second choice of RFC 9106, for machines with little memory: 64 MB and a sixth of a second for each try. */
const argon2idCost = { method: 'argon2id', memoryKilobytes: 65_536, passes: 3, parallel: 4 } as const
/** OWASP's first choice for scrypt: 128 MB and about a third of a second for each try. */
export const scryptCost = { method: 'scrypt', logBlocks: 17, blockSize: 8, parallel: 1 } as const

/** Node has argon2id since 24.7; whoever runs the software on an older one has scrypt. */
export const passphraseCost: PassphraseCost = 'argon2' in crypto ? argon2idCost : scryptCost

/** A code of a card is random, so it takes an eighth, and a moment for the ten of a card. */
const codesShare = 8

export function costOfCodes(cost: PassphraseCost): PassphraseCost {
  return cost.method === 'argon2id'
    ? { ...cost, memoryKilobytes: Math.max(8 * cost.parallel, cost.memoryKilobytes / codesShare) }
    : { ...cost, logBlocks: Math.max(1, cost.logBlocks - Math.log2(codesShare)) }
}

export const saltBytes = 16
export const keyBytes = 32

/** Makes the key that is kept of a passphrase; it takes as long as its cost says. */
export type DeriveKey = (passphrase: string, salt: Buffer, cost: PassphraseCost) => Promise<Buffer>

/** In a thread of Node's own. */
export const deriveKey: DeriveKey = (passphrase, salt, cost) => {
  const message = passphrase.normalize('NFC')
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null, key: Buffer) => (error === null ? resolve(key) : reject(error))
    if (cost.method === 'argon2id') {
      const { memoryKilobytes, passes, parallel } = cost
      crypto.argon2(
        cost.method,
        { message, nonce: salt, memory: memoryKilobytes, passes, parallelism: parallel, tagLength: keyBytes },
        settle,
      )
      return
    }
    const { logBlocks, blockSize, parallel } = cost
    // What it needs, and a little for itself.
    const maxmem = 128 * 2 ** logBlocks * blockSize + 1024 * 1024
    crypto.scrypt(message, salt, keyBytes, { N: 2 ** logBlocks, r: blockSize, p: parallel, maxmem }, settle)
  })
}

/** A hash as it is kept: its method, what it cost, its salt and its key, between `$`. */
export function written(salt: Buffer, key: Buffer, cost: PassphraseCost): string {
  return [...numbersOf(cost), salt.toString('base64url'), key.toString('base64url')].join('$')
}

function numbersOf(cost: PassphraseCost): readonly (string | number)[] {
  return cost.method === 'argon2id'
    ? [cost.method, cost.memoryKilobytes, cost.passes, cost.parallel]
    : [cost.method, cost.logBlocks, cost.blockSize, cost.parallel]
}

/** The salt and the cost of a hash that was kept; throws where it is none of ours. */
export function read(hash: string): { readonly salt: Buffer; readonly cost: PassphraseCost } {
  const [method, ...rest] = hash.split('$')
  const [first = 0, second = 0, parallel = 0] = rest.slice(0, 3).map(Number)
  const salt = Buffer.from(rest[3] ?? '', 'base64url')
  if (method === 'argon2id') {
    return { salt, cost: { method, memoryKilobytes: first, passes: second, parallel } }
  }
  if (method === 'scrypt') return { salt, cost: { method, logBlocks: first, blockSize: second, parallel } }
  throw new Error('A hash of an unknown kind')
}

/** Whether a hash was made by another method, or at another cost, than those of today. */
export function isOutdated(hash: string, cost: PassphraseCost): boolean {
  return !hash.startsWith(`${numbersOf(cost).join('$')}$`)
}
