/** What the server keeps of pages: bytes within a bound, and nothing of the requests that they were made for. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { brotliDecompressSync } from 'node:zlib'
import { raw } from 'hono/html'
import { describe, expect, test } from 'vitest'
import { createKeptBytes } from '../../server/pages/kept-bytes.ts'
import { createPages } from '../../server/pages/respond.ts'
import type { Slots } from '../../server/pages/slots.ts'

const usualSlots: Slots = {
  size: 'usual',
  contrast: 'paper',
  moreTime: false,
  hideAfterSeconds: 90,
  answerWithinSeconds: 60,
  refreshAfterSeconds: 450,
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

describe('a page that is kept', () => {
  const noStrip = { strip: () => '', officialPath: () => '' }
  const kinds: readonly (readonly [string, () => Slots])[] = [
    ['as usual', () => ({ ...usualSlots })],
    ['in large text', () => ({ ...usualSlots, size: 'large' })],
    ['at a kiosk', () => ({ ...usualSlots, kiosk: noStrip })],
  ]

  test.each(kinds)('%s holds nothing of who asked for it first', async (_kind, slotsOf) => {
    const pages = createPages(usualSlots)
    /** In a function of its own, so that nothing here holds what it has made. */
    async function ask(): Promise<readonly WeakRef<object>[]> {
      const request = { cookie: 'visit=somebody' }
      const render = () => raw(`<p>${request.cookie.length}</p>`)
      const slots = slotsOf()
      for (const encoding of ['br', 'plain'] as const) await pages.get('/fr', slots, encoding, render)
      return [request, render, slots].map((each) => new WeakRef(each))
    }
    const held = await ask()
    // What a test has just looked at stays until the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
    expect(pages.isRendered('/fr')).toBe(true)
    expect(held.filter((each) => each.deref() !== undefined)).toEqual([])
  })
})

describe('a heavy page', () => {
  /** Words that say little twice, as those of an explainer. */
  const words = Array.from({ length: 6000 }, (_none, index) => `${(index ** 2 * 7919) % 65_537}`).join(' ')
  const render = () => raw(`<p>${words}</p>`)

  test('is lighter for the next one, and says the same', async () => {
    const pages = createPages(usualSlots)
    const first = await pages.get('/fr', usualSlots, 'br', render)
    await pages.settled()
    const next = await pages.get('/fr', usualSlots, 'br', render)
    expect(next.length).toBeLessThan(first.length)
    expect(brotliDecompressSync(next)).toEqual(brotliDecompressSync(first))
  })

  test('that was forgotten in the meantime does not come back with what is no longer true', async () => {
    const pages = createPages(usualSlots)
    await pages.get('/fr', usualSlots, 'br', render)
    await new Promise((resolve) => setImmediate(resolve))
    pages.forget()
    await pages.settled()
    expect(pages.known('/fr', usualSlots, 'br')).toBeUndefined()
    await pages.get('/fr', usualSlots, 'br', render)
    pages.forget()
    const renamed = await pages.get('/fr', usualSlots, 'br', () => raw(`<p>renamed ${words}</p>`))
    await pages.settled()
    const kept = await pages.get('/fr', usualSlots, 'br', render)
    expect(brotliDecompressSync(kept)).toEqual(brotliDecompressSync(renamed))
  })
})

describe('what is kept stays within its bound', () => {
  test('what was asked for longest ago goes first, and an ever new page takes no memory from the others', () => {
    const kept = createKeptBytes(1000)
    for (let name = 0; name < 10; name += 1) kept.put(`page ${name}`, Buffer.alloc(100))
    expect(kept.size()).toBe(1000)
    kept.get('page 0')
    kept.put('one more', Buffer.alloc(150))
    expect(kept.has('page 0')).toBe(true)
    expect([kept.has('page 1'), kept.has('page 2'), kept.has('page 3')]).toEqual([false, false, true])
    kept.put('one more', Buffer.alloc(50))
    expect(kept.size()).toBe(850)
    kept.put('too much', Buffer.alloc(2000))
    expect(kept.size()).toBe(0)
  })

  test('bytes stand in memory of their own, so that nothing else is kept with them', () => {
    const kept = createKeptBytes(1000)
    const pool = Buffer.from('somebody’s words, and a page')
    const page = kept.put('page', pool.subarray(-4))
    expect(page.toString()).toBe('page')
    expect(page.buffer.byteLength).toBe(4)
  })
})
