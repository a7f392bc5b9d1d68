/** Flags and documentation that commands share. */
import { resolve } from "node:path"
import { jsonFlag, optional, textFlag } from "@corridor/disclosure/command/disclosureFlags"
import { Option } from "effect"
import { Argument, Flag } from "effect/cli"
import { settingTable } from "../settings/settingTable.ts"

export { optional, optionalText, textFlag } from "@corridor/disclosure/command/disclosureFlags"
export { documented } from "@corridor/disclosure/command/documented"

export const commonFlags = {
  data: Flag.String("data").pipe(
    Flag.withDescription("folder of the embedded stack; default: CORRIDOR_DATA, or .corridor"),
    Flag.withDefault(process.env[settingTable.data.name] || settingTable.data.without),
    Flag.map((folder) => resolve(folder))
  ),
  json: jsonFlag
}

const mostWhole = 999_999_999

/** A whole number from `least` to `most`. Errors do not repeat it. */
export const wholeFlag = (name: string, description: string, least: number, most = mostWhole) =>
  textFlag(name, description).pipe(
    Flag.withMetavar("integer"),
    Flag.filterMap(
      (given) => {
        const isInRange = /^\d{1,9}$/.test(given) && Number(given) >= least && Number(given) <= most
        return isInRange ? Option.some(Number(given)) : Option.none()
      },
      () => `a whole number ${most === mostWhole ? `of at least ${least}` : `from ${least} to ${most}`}`
    )
  )

export const optionalWhole = (name: string, description: string, least: number, most?: number) =>
  optional(wholeFlag(name, description, least, most))

export const textArgument = (name: string, description: string) =>
  Argument.String(name).pipe(Argument.withDescription(description))

/** A flag without a value, off by default. */
export const switchFlag = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

export const mostPort = 65_535

export const portFlag = optionalWhole(
  "port",
  "port of the web server; 0 for any free port, also of Kafka, registry and ClickHouse",
  0,
  mostPort
)
