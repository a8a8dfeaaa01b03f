/** What an Xvfb shows, out of the file in which `-fbdir` keeps its picture: no program is started for a look. */

import { hash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

/** Such a file begins with the header of an X window dump; its numbers stand big end first. */
const headerBytes = 100
const knownVersion = 7
const bytesPerPixel = 4
const bytesPerColourOfPalette = 12
/** Without the byte of each pixel that shows nothing. */
const shownBits = 0xffffff
/** Whoever looks wants to know whether there is anything, not how much. */
const mostColours = 16

export interface PictureLayout {
  /** Of the first pixel, in bytes from the beginning of the file. */
  readonly start: number
  readonly bytesPerLine: number
  readonly width: number
  readonly height: number
}

export interface Look {
  /** The same for the same picture only. */
  readonly fingerprint: string
  /** Counted no further than 16. */
  readonly colours: number
}

/** Where the pixels of a window dump stand; throws where it is none that can be read here. */
export function layoutOfPicture(header: Buffer): PictureLayout {
  const field = (number: number) => header.readUInt32BE(number * 4)
  if (header.length < headerBytes || field(1) !== knownVersion || field(11) !== bytesPerPixel * 8) {
    throw new Error('This is no picture of a display with 32 bits a pixel')
  }
  return {
    start: field(0) + field(19) * bytesPerColourOfPalette,
    bytesPerLine: field(12),
    width: field(4),
    height: field(5),
  }
}

/** Looks at the left upper corner of a picture, or at all of it where it is smaller. */
export function lookAtPicture(
  file: string,
  wanted: { readonly width: number; readonly height: number },
): Look {
  const descriptor = openSync(file, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    readSync(descriptor, header, 0, headerBytes, 0)
    const { start, bytesPerLine, width, height } = layoutOfPicture(header)
    const bytes = Math.min(wanted.width, width) * bytesPerPixel
    const lines = Math.min(wanted.height, height)
    const pixels = Buffer.alloc(bytes * lines)
    for (let line = 0; line < lines; line += 1) {
      readSync(descriptor, pixels, line * bytes, bytes, start + line * bytesPerLine)
    }
    return { fingerprint: hash('sha1', pixels), colours: coloursOf(pixels) }
  } finally {
    closeSync(descriptor)
  }
}

function coloursOf(pixels: Buffer): number {
  const seen = new Set<number>()
  let last = -1
  for (const pixel of new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / bytesPerPixel)) {
    if (pixel === last) continue
    last = pixel
    seen.add(pixel & shownBits)
    if (seen.size >= mostColours) break
  }
  return seen.size
}
