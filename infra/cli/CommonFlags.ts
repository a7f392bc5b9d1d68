/** Flags and documentation that commands share. */
import { resolve } from "node:path"
import { jsonFlag, optional, wholeFlag } from "@corridor/disclosure/command/disclosureFlags"
import { Argument, Flag } from "effect/cli"
import { isOneLine, oneLine } from "../settings/oneLine.ts"
import { settingTable } from "../settings/settingTable.ts"

export { optional, optionalText, textFlag, wholeFlag } from "@corridor/disclosure/command/disclosureFlags"
export { documented } from "@corridor/disclosure/command/documented"

export const commonFlags = {
  data: Flag.String("data").pipe(
    Flag.withDescription("folder of the embedded stack; default: CORRIDOR_DATA, or .corridor"),
    Flag.withDefault(process.env[settingTable.data.name] || settingTable.data.without),
    Flag.filter(isOneLine, () => oneLine),
    Flag.map((folder) => resolve(folder))
  ),
  json: jsonFlag
}

/** A flag for a whole number from `least` to `most`, undefined if it is not given. */
export const optionalWhole = (name: string, description: string, least: number, most?: number) =>
  optional(wholeFlag(name, description, least, most))

/** An argument without a name, for a text. */
export const textArgument = (name: string, description: string) =>
  Argument.String(name).pipe(Argument.withDescription(description))

/** Returns a flag without a value, off by default. */
export const switchFlag = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

export const maxPort = 65_535

/** Returns the flag `--port`. `more` adds to its description. */
export const portFlag = (more = "") =>
  optionalWhole("port", `port of the web server; 0 for any free port${more}`, 0, maxPort)
