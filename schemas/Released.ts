/**
 * Released schema versions: `avro/RELEASED.json` has the SHA-256 of each version's file. A released version never changes. To change a
 * schema, add a new version.
 */
import { hash } from "node:crypto"
import { readFileSync } from "node:fs"
import { recordSchemas } from "./RecordSchemas.ts"

export const releasedFile = new URL("./avro/RELEASED.json", import.meta.url)

const fileName = (name: string, version: number) => `${name}.v${version}.avsc`

/** Returns the hashes of the present schema files, by file name. */
export const currentHashes = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    recordSchemas.flatMap(({ name, versions }) =>
      versions.map(({ version, text }) => [fileName(name, version), hash("sha256", text)])
    )
  )

const released = (): Readonly<Record<string, string>> => JSON.parse(readFileSync(releasedFile, "utf8"))

/** Returns the text of `RELEASED.json` with the hashes of new versions added. Hashes of released versions stay. */
export const releasedText = (): string => `${JSON.stringify({ ...currentHashes(), ...released() }, null, 2)}\n`
