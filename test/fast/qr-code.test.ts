/** The square of a QR code, read from its outline as a browser fills it. */

import QRCode from 'qrcode'
import { expect, test } from 'vitest'
import { qrCode } from '../../server/pages/qr-code.ts'

type Point = readonly [x: number, y: number]

/** The corners of an outline; the last is joined to the first. */
function cornersOf(path: string): readonly Point[] {
  let [x, y] = [0, 0]
  return [...path.matchAll(/([MHhv])(-?\d+)(?: (\d+))?/g)].map(([, act, first, second]): Point => {
    if (act === 'M') [x, y] = [Number(first), Number(second)]
    if (act === 'H') x = Number(first)
    if (act === 'h') x += Number(first)
    if (act === 'v') y += Number(first)
    return [x, y]
  })
}

/** Whether a ray from a point crosses the outline an odd number of times. */
function isFilled(corners: readonly Point[], [x, y]: Point): boolean {
  const crossed = corners.filter(([toX, toY], index) => {
    const [fromX, fromY] = corners.at(index - 1) ?? [0, 0]
    if (fromY > y === toY > y) return false
    return fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX) > x
  })
  return crossed.length % 2 === 1
}

test.each(['https://site.example/nl/guides/check-consent', '1', 'https://kites.example/'.repeat(9)])(
  'a phone reads %s: the middle of each dark module is filled, and of no other',
  (text) => {
    const { size, path } = qrCode(text)
    const corners = cornersOf(path)
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
    expect(size).toBe(modules.size)
    const filled = [...modules.data].map((_, index) =>
      Number(isFilled(corners, [(index % size) + 0.5, Math.floor(index / size) + 0.5])),
    )
    expect(filled).toEqual([...modules.data])
  },
)
