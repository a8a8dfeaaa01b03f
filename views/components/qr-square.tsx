/** A QR code as a picture, black on white whatever the colours of the page. */

import type { QrCode } from '../../server/pages/qr-code.ts'

/** A quiet zone of four modules belongs to the code: readers fail without it. */
const quietZone = 4

/** `label` says what the code is, for whoever cannot see it. */
export function QrSquare({ code, label }: { code: QrCode; label: string }) {
  const side = code.size + 2 * quietZone
  return (
    <svg
      class="qr-code"
      width="110"
      height="110"
      viewBox={`${-quietZone} ${-quietZone} ${side} ${side}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path d={`M${-quietZone} ${-quietZone}h${side}v${side}h${-side}z`} fill="#fff" />
      <path d={code.path} fill="#000" />
    </svg>
  )
}
