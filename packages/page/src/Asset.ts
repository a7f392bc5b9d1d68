import { hash } from "node:crypto"
import { promisify } from "node:util"
import { brotliCompress } from "node:zlib"

/** A static file of a page. Its name contains a hash of its content, so browsers can cache it forever. */
export interface Asset {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  /** Returns the file compressed as small as Brotli can. The first call compresses it, outside the main thread. */
  readonly brotli: () => Promise<Uint8Array>
}

const compress = promisify(brotliCompress)

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
