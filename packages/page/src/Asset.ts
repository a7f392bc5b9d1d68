import { hash } from "node:crypto"
import { type Encoded, keepEncoded } from "./contentCoding.ts"

/** A static file of a page. Its name contains a hash of its content, so browsers can cache it forever. */
export interface Asset {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly encoded: Encoded
}

/**
 * Bytes up to which a file is compressed as small as Brotli can, which takes a quarter of a second. The portal's script has ten times as
 * many: that would take four seconds of a processor, in which its first reader waits.
 */
const smallFile = 512 * 1024

/** Returns the file `<name>-<hash>.<extension>`. */
export const asset = (name: string, extension: string, type: string, bytes: Uint8Array): Asset => ({
  name: `${name}-${hash("sha256", bytes).slice(0, 16)}.${extension}`,
  type,
  bytes,
  encoded: keepEncoded(bytes, bytes.length <= smallFile ? 11 : 9)
})
