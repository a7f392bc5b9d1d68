/** Flags and documentation that commands share. */
import { resolve } from "node:path"
import { Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { settingTable } from "../settings/Settings.ts"

/** Adds the description of a command and its examples: a command line, or a command line and what it does. */
export const documented =
  (description: string, ...examples: ReadonlyArray<string | readonly [command: string, meaning: string]>) =>
  <Name extends string, Input, ContextInput, E, R>(command: Command.Command<Name, Input, ContextInput, E, R>) =>
    command.pipe(
      Command.withDescription(description),
      Command.withExamples(
        examples.map((one) => (typeof one === "string" ? { command: one } : { command: one[0], description: one[1] }))
      )
    )

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

export const textFlag = (name: string, description: string) => Flag.String(name).pipe(Flag.withDescription(description))

export const numberFlag = (name: string, description: string) => Flag.Int(name).pipe(Flag.withDescription(description))

export const optionalText = (name: string, description: string) => optional(textFlag(name, description))

export const optionalNumber = (name: string, description: string) => optional(numberFlag(name, description))

export const textArgument = (name: string, description: string) =>
  Argument.String(name).pipe(Argument.withDescription(description))

/** A flag without a value, off by default. */
export const switchFlag = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

export const portFlag = optionalNumber(
  "port",
  "port of the web server; 0 for any free port, also of Kafka, registry and ClickHouse"
)
