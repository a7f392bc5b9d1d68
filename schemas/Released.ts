/**
 * Released schema versions: `avro/RELEASED.json`, the SHA-256 of each version's file. A released version never changes;
 * a change of a schema is a new version beside the old ones.
 */
import { hash } from "node:crypto"
import { readFileSync } from "node:fs"
import { recordSchemas } from "./RecordSchemas.ts"

export const releasedFile = new URL("./avro/RELEASED.json", import.meta.url)

const fileName = (name: string, version: number) => `${name}.v${version}.avsc`

/** Hash by file name of the schemas as they are now. */
export const currentHashes = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    recordSchemas.flatMap(({ name, versions }) =>
      versions.map(({ version, text }) => [fileName(name, version), hash("sha256", text)])
    )
  )

/** Released files that were changed or removed. */
export const changedReleases = (): ReadonlyArray<string> => {
  const released = JSON.parse(readFileSync(releasedFile, "utf8")) as Record<string, string>
  const current = currentHashes()
  return Object.keys(released).filter((file) => released[file] !== current[file])
}
