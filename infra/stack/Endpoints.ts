/**
 * `endpoints.json` in the data folder: where the parts of a running stack are, written when all of them answer.
 * No secrets: those lie in owner-only files below `secrets/`.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { Option, Schema } from "effect"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { isAlive } from "../process/ProcessIdentity.ts"

const Endpoints = Schema.Struct({
  /** The process that holds the stack; number and start tell it from a later process of that number. */
  pid: Schema.Int,
  started: Schema.String,
  kafka: Schema.Struct({ brokers: Schema.Array(Schema.String) }),
  registry: Schema.Struct({ url: Schema.String }),
  clickhouse: Schema.Struct({ url: Schema.String }),
  page: Schema.Struct({ url: Schema.String, port: Schema.Int }),
  portal: Schema.Struct({ url: Schema.String })
})

export type Endpoints = typeof Endpoints.Type

const file = (data: string) => join(data, "endpoints.json")

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Endpoints))

export const writeEndpoints = (data: string, endpoints: Endpoints): void =>
  writeOwnerOnlyFile(file(data), `${JSON.stringify(endpoints, null, 2)}\n`)

export const removeEndpoints = (data: string): void => rmSync(file(data), { force: true })

/** What the file says, whether or not that process still runs. */
export const writtenEndpoints = (data: string): Endpoints | undefined => {
  const text = readTextFile(file(data))
  return text === undefined ? undefined : Option.getOrUndefined(decode(text))
}

/** The stack that runs on this data folder now. */
export const runningEndpoints = (data: string): Endpoints | undefined => {
  const written = writtenEndpoints(data)
  return written !== undefined && isAlive(written) ? written : undefined
}
