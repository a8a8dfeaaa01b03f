/** Brotli, so that nobody waits for it: pages with a small window at once, assets thoroughly and beside everything else. */

import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

/**
 * The power of two of the window in bytes. A page is smaller than 64 kB or says the same again within it; the usual window
 * of 4 MB has to be cleared for each page, which takes 10 to 50 times as long for 2 bytes less.
 */
const pageWindow = 16

/** A page of some 30 kB takes about a millisecond, less than handing it to a thread and back. `quality` from 0 to 11. */
export function compressPage(bytes: Buffer<ArrayBuffer>, quality: number): Buffer<ArrayBuffer> {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: pageWindow },
  })
}

const compressInThread = promisify(brotliCompress)

/** A tenth smaller than at quality 9, for 40 times as long: 11 takes twice as long again, for a fiftieth. */
const lightQuality = 10

/** Compresses anew, in a thread, what `compressPage` gave. */
export async function compressAnew(compressed: Buffer<ArrayBuffer>): Promise<Buffer<ArrayBuffer>> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: lightQuality,
    [constants.BROTLI_PARAM_LGWIN]: pageWindow,
  }
  return Buffer.from(await compressInThread(brotliDecompressSync(compressed), { params }))
}

/** As small as it gets. The largest file takes 60 ms, in a thread of its own: who asks for something else waits for nothing. */
export async function compressAsset(bytes: Buffer<ArrayBuffer>): Promise<Buffer<ArrayBuffer>> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  return Buffer.from(await compressInThread(bytes, { params }))
}
