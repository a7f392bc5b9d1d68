import { hash } from "node:crypto"
import { promisify } from "node:util"
import { brotliCompress, constants } from "node:zlib"

/** A static file of a page. Its name contains a hash of its content, so browsers can cache it forever. */
export interface Asset {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  /** Returns the file compressed. The first call compresses it, outside the main thread. */
  readonly brotli: () => Promise<Uint8Array>
}

/**
 * Bytes up to which a file is compressed as small as Brotli can, which takes a quarter of a second. The portal's script has ten times as
 * many: that would take four seconds of a processor, in which its first reader waits.
 */
const smallFile = 512 * 1024

const compress = (bytes: Uint8Array): Promise<Uint8Array> =>
  promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: bytes.length <= smallFile ? 11 : 9,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length
    }
  })

/** Returns the file `<name>-<hash>.<extension>`. */
export const asset = (name: string, extension: string, type: string, bytes: Uint8Array): Asset => {
  let compressed: Promise<Uint8Array> | undefined
  return {
    name: `${name}-${hash("sha256", bytes).slice(0, 16)}.${extension}`,
    type,
    bytes,
    brotli: () => (compressed ??= compress(bytes))
  }
}
