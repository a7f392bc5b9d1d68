/** Flags that commands share. */
import { resolve } from "node:path"
import { Option } from "effect"
import { Flag } from "effect/cli"
import { settingTable } from "../settings/Settings.ts"

export const commonFlags = {
  data: Flag.String("data").pipe(
    Flag.withDescription("folder of the embedded stack; default: CORRIDOR_DATA, or .corridor"),
    Flag.withDefault(process.env[settingTable.data.name] ?? settingTable.data.without),
    Flag.map((folder) => resolve(folder))
  ),
  json: Flag.Boolean("json").pipe(Flag.withDescription("print one JSON document"), Flag.withDefault(false))
}

/** Makes a flag optional: undefined if it is not given. */
export const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> =>
  flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined))

/** A flag without a value, off by default. */
export const switchFlag = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

export const portFlag = optional(
  Flag.Int("port").pipe(
    Flag.withDescription("port of the web server; 0 for any free port, also of Kafka, registry and ClickHouse")
  )
)
