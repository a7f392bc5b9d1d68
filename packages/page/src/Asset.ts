/** A file that a page loads, under a name with the hash of its content: a browser may keep it for ever. */
import { hash } from "node:crypto"
import { brotliCompressSync, constants } from "node:zlib"

export interface Asset {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly brotli: Uint8Array
}

export const asset = (name: string, end: string, type: string, bytes: Uint8Array): Asset => ({
  name: `${name}-${hash("sha256", bytes).slice(0, 16)}.${end}`,
  type,
  bytes,
  brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
})
