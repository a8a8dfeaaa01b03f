/** A text as the dark squares of a QR code. */

import QRCode from 'qrcode'

/** The dark squares as one SVG path in a grid of `size` modules a side. */
export interface QrCode {
  readonly size: number
  readonly path: string
}

/** Along the foot of a row, over each run of dark modules, and back to its beginning, such as `v-1h7v1h2v-1h1v1H0`. */
function pathOfRow(row: string): string {
  const over = row
    .replace(/0+$/, '')
    .replace(/1+|0+/g, (run) => (run.startsWith('1') ? `v-1h${run.length}v1` : `h${run.length}`))
  return `${over}H0`
}

/** What a phone reads as `text`. Row by row in one line, which compresses to half of what runs with their places do. */
export function qrCode(text: string): QrCode {
  const { data, size } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
  const rows = Array.from({ length: size }, (_, y) => data.subarray(y * size, (y + 1) * size).join(''))
  return { size, path: `M0 1${rows.map(pathOfRow).join('v1')}` }
}
