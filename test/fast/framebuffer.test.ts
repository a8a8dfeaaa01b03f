/** The picture of a display, as an Xvfb keeps it in a file: where its pixels stand, and what of them is looked at. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { layoutOfPicture, lookAtPicture } from '../support/framebuffer.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-framebuffer-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** As Xvfb writes it: here 5 pixels wide with a line of 24 bytes, a name in the header, and a palette of 2 colours. */
function header(change: Readonly<Record<number, number>> = {}): Buffer {
  const bytes = Buffer.alloc(160)
  const fields: Readonly<Record<number, number>> = {
    0: 160,
    1: 7,
    4: 5,
    5: 3,
    11: 32,
    12: 24,
    19: 2,
    ...change,
  }
  for (const [number, value] of Object.entries(fields)) bytes.writeUInt32BE(value, Number(number) * 4)
  return bytes
}

function fileWith(paint: (x: number, y: number) => number): string {
  const pixels = Buffer.alloc(24 * 3)
  for (let y = 0; y < 3; y += 1) {
    for (let x = 0; x < 6; x += 1) pixels.writeUInt32LE(paint(x, y), y * 24 + x * 4)
  }
  const file = path.join(directory, 'screen')
  writeFileSync(file, Buffer.concat([header(), Buffer.alloc(2 * 12), pixels]))
  return file
}

test('the pixels begin after the header and the palette, and a line has its own length', () => {
  expect(layoutOfPicture(header())).toEqual({ start: 184, bytesPerLine: 24, width: 5, height: 3 })
})

test('what is no such picture is refused, rather than looked at in vain', () => {
  expect(() => layoutOfPicture(header({ 1: 6 }))).toThrow('no picture')
  expect(() => layoutOfPicture(header({ 11: 24 }))).toThrow('no picture')
  expect(() => layoutOfPicture(Buffer.alloc(20))).toThrow()
})

test('a change in the corner is seen, and none beside or below it', () => {
  const corner = { width: 2, height: 2 }
  const plain = lookAtPicture(
    fileWith(() => 1),
    corner,
  )
  const changed = (atX: number, atY: number) =>
    lookAtPicture(
      fileWith((x, y) => (x === atX && y === atY ? 2 : 1)),
      corner,
    )
  expect(plain.colours).toBe(1)
  expect(changed(1, 1)).toMatchObject({ colours: 2 })
  expect(changed(1, 1).fingerprint).not.toBe(plain.fingerprint)
  expect(changed(2, 1)).toEqual(plain)
  expect(changed(1, 2)).toEqual(plain)
})

test('colours are counted without the byte that shows nothing, and what lies outside of the screen is not', () => {
  const all = { width: 100, height: 100 }
  expect(
    lookAtPicture(
      fileWith((x, y) => (x << 24) + y),
      all,
    ).colours,
  ).toBe(3)
  expect(
    lookAtPicture(
      fileWith((x) => (x === 5 ? 9 : 1)),
      all,
    ).colours,
  ).toBe(1)
})
