/** A text as the dark squares of a QR code. */

import QRCode from 'qrcode'

/** The dark squares as one SVG path in a grid of `size` modules a side. */
export interface QrCode {
  readonly size: number
  readonly path: string
}

export function qrCode(text: string): QrCode {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const squares = [...modules.data].flatMap((dark, index) =>
    dark ? [`M${index % modules.size} ${Math.floor(index / modules.size)}h1v1h-1z`] : [],
  )
  return { size: modules.size, path: squares.join('') }
}
