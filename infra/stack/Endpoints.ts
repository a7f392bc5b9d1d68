/**
 * `endpoints.json` in the data folder: the addresses of a running stack's components, written when all of them respond. It contains no
 * secrets; those are in owner-only files in `secrets/`.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { Option, Schema } from "effect"
import { folderIdentity, isOfFolder } from "../process/folderIdentity.ts"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { isAlive } from "../process/ProcessIdentity.ts"

const Endpoints = Schema.Struct({
  /** The process that runs the stack. Its start time distinguishes it from a later process with the same id. */
  pid: Schema.Int,
  started: Schema.String,
  /** The data folder, which a copy is not. */
  folder: Schema.optionalKey(Schema.String),
  kafka: Schema.Struct({ brokers: Schema.Array(Schema.String) }),
  registry: Schema.Struct({ url: Schema.String }),
  clickhouse: Schema.Struct({ url: Schema.String }),
  page: Schema.Struct({ url: Schema.String, port: Schema.Int }),
  portal: Schema.Struct({ url: Schema.String }),
  /** Metrics and health, for operators. */
  metrics: Schema.optionalKey(Schema.Struct({ url: Schema.String }))
})

export type Endpoints = typeof Endpoints.Type

const file = (data: string) => join(data, "endpoints.json")

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Endpoints))

/** Writes the addresses of a stack of this folder. Only the owner can read the file. */
export const writeEndpoints = (data: string, endpoints: Endpoints): void =>
  writeOwnerOnlyFile(file(data), `${JSON.stringify({ ...endpoints, folder: folderIdentity(data) }, null, 2)}\n`)

/** Removes the file when the stack ends. */
export const removeEndpoints = (data: string): void => rmSync(file(data), { force: true })

/** Returns the content of the file, whether or not that process still runs. */
const writtenEndpoints = (data: string): Endpoints | undefined => {
  const text = readTextFile(file(data))
  return text === undefined ? undefined : Option.getOrUndefined(decode(text))
}

/** Returns the endpoints of the stack that runs on this data folder; undefined if none runs. */
export const runningEndpoints = (data: string): Endpoints | undefined => {
  const written = writtenEndpoints(data)
  return written !== undefined && isOfFolder(data, written) && isAlive(written) ? written : undefined
}
