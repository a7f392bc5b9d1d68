import { hash } from "node:crypto"
import { brotliCompressSync, constants } from "node:zlib"

/** A static file of a page. Its name contains a hash of its content, so browsers can cache it forever. */
export interface Asset {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly brotli: Uint8Array
}

/** Returns the file `<name>-<hash>.<extension>` with its compressed form. */
export const asset = (name: string, extension: string, type: string, bytes: Uint8Array): Asset => ({
  name: `${name}-${hash("sha256", bytes).slice(0, 16)}.${extension}`,
  type,
  bytes,
  brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
})
