import { FileRefused } from "./FileRefused.ts"

/** A file with random access to its bytes: on a disk, or in a browser. */
export interface FileSource {
  /** The file's name, without its folder. */
  readonly name: string
  readonly size: number
  /** Returns the bytes from `from` to `to` (exclusive); fewer only at the end of the file. */
  readonly read: (from: number, to: number) => Promise<Uint8Array>
}

/** Returns a file in a browser, which refuses to read a file that was changed since it was chosen. */
export const blobSource = (name: string, blob: Blob): FileSource => ({
  name,
  size: blob.size,
  read: async (from, to) => {
    const bytes = await blob
      .slice(from, to)
      .arrayBuffer()
      .catch(() => {
        throw new FileRefused("file-changed")
      })
    return new Uint8Array(bytes)
  }
})

const chunkSize = 65_536

/** Returns the bytes of `source` in order. */
export async function* chunksOf(
  source: FileSource,
  from = 0,
  to = source.size,
  size = chunkSize
): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; ) {
    const chunk = await source.read(at, Math.min(at + size, to))
    if (chunk.length === 0) return
    at += chunk.length
    yield chunk
  }
}
