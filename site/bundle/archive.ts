/** Packs and unpacks the archive of a bundle. The same files give the same bytes; nothing is ever unpacked to disk. */
import { unzipSync, type Zippable, zipSync } from "fflate"

/** Library and version; a test compares it with `package.json`. */
export const archiveWriter = "fflate 0.8.3"

export type Files = ReadonlyMap<string, Uint8Array>

/** Beginning of the ZIP calendar: the archive has no time of its own. */
const mtime = "1980-01-01T00:00:00"

/** Returns the files as a ZIP archive, ordered by path, all with one date. */
export const pack = (files: Files): Uint8Array => {
  const zippable: Zippable = {}
  for (const path of [...files.keys()].toSorted()) zippable[path] = [files.get(path) as Uint8Array, { level: 6, mtime }]
  return zipSync(zippable)
}

/** Limits of an archive that may come from anywhere. */
export const limits = { files: 5_000, bytes: 2 ** 30, fileBytes: 2 ** 29, ratio: 1_100 } as const

type ArchiveProblem = "archive-damaged" | "archive-too-large" | "archive-names"

/** Returns the files of an archive, or why it is refused. Sizes are checked before anything is unpacked. */
export const unpack = (bytes: Uint8Array): Files | ArchiveProblem => {
  const names = new Set<string>()
  let total = 0
  let problem: ArchiveProblem | undefined
  try {
    const found = unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        total += originalSize
        const isLarge =
          originalSize > limits.fileBytes ||
          total > limits.bytes ||
          names.size >= limits.files ||
          originalSize > size * limits.ratio
        if (isLarge) problem ??= "archive-too-large"
        // A second file of the same name would replace the first.
        if (names.has(name) || (compression !== 0 && compression !== 8)) problem ??= "archive-names"
        names.add(name)
        return problem === undefined
      }
    })
    // A name like `__proto__` is not a key of an object.
    if (Object.keys(found).length !== names.size) problem ??= "archive-names"
    return problem ?? new Map(Object.entries(found))
  } catch {
    return problem ?? "archive-damaged"
  }
}
