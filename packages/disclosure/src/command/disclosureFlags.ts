/** Flags that `protect` and `audit` share. */
import { Option } from "effect"
import { Flag } from "effect/cli"

/** Makes a flag optional: undefined if it is not given. */
export const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> =>
  flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined))

export const textFlag = (name: string, description: string) => Flag.String(name).pipe(Flag.withDescription(description))

export const optionalText = (name: string, description: string) => optional(textFlag(name, description))

export const jsonFlag = Flag.Boolean("json").pipe(
  Flag.withDescription("print one JSON document"),
  Flag.withDefault(false)
)

/** Splits names separated by commas. */
export const names = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")

export const totalFlag = textFlag("total", "label of margins").pipe(Flag.withDefault("Total"))

export const hierarchyFlag = optionalText(
  "hierarchy",
  "CSV file dimension,child,parent: labels and the labels that they add up to; optional columns grouping and along,from,to"
)

export const sensitiveFlag = textFlag(
  "sensitive",
  "dimension whose values may harm a person: no group may be left of which everyone is known to have one value; repeat it for each"
).pipe(Flag.atLeast(0))

export const earlierFlag = textFlag("earlier", "table that was published earlier; repeat it for each").pipe(
  Flag.atLeast(0)
)
