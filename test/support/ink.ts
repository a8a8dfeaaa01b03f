/** How much ink a printed page takes, measured on its picture; and the pages that are printed in any colours. */

import { execFileSync } from 'node:child_process'

/** Six pages and two sheets. */
export const inAnyColours = [
  '/fr',
  '/fr/themes/consent',
  '/fr/guides/check-consent',
  '/fr/guides/find-help',
  '/fr/explainers/share-my-data',
  '/fr/pictograms',
  '/fr/print/guide/check-consent',
  '/fr/print/explainer/share-my-data',
]

/** What a printed page holds, as shares of all there is: ink, and the darkest of its four edges. */
export function inkOf(pdf: Buffer): { readonly ink: number; readonly edge: number } {
  const picture = execFileSync('pdftoppm', ['-gray', '-r', '24', '-f', '1', '-l', '1', '-'], {
    input: pdf,
    maxBuffer: 16_777_216,
  })
  const head = /^P5\s(\d+)\s(\d+)\s255\s/.exec(picture.subarray(0, 40).toString('latin1'))
  const [width, height] = [Number(head?.[1]), Number(head?.[2])]
  const grey = picture.subarray(head?.[0].length ?? 0)
  const share = (places: readonly number[]) =>
    places.reduce((sum, place) => sum + 255 - (grey[place] ?? 255), 0) / (255 * places.length)
  const line = (length: number, place: (index: number) => number) =>
    Array.from({ length }, (_, index) => place(index))
  const edges = [
    line(width, (x) => x),
    line(width, (x) => (height - 1) * width + x),
    line(height, (y) => y * width),
    line(height, (y) => y * width + width - 1),
  ]
  return { ink: share(line(width * height, (place) => place)), edge: Math.max(...edges.map(share)) }
}
