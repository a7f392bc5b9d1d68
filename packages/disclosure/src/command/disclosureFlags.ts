/** Flags that `protect` and `audit` share. */
import { Option } from "effect"
import { Flag } from "effect/cli"

/** Makes a flag optional: undefined if it is not given. */
export const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> =>
  flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined))

/** A flag for a text. */
export const textFlag = (name: string, description: string) => Flag.String(name).pipe(Flag.withDescription(description))

/** A flag for a text, undefined if it is not given. */
export const optionalText = (name: string, description: string) => optional(textFlag(name, description))

const maxWhole = 999_999_999

/** A whole number from `least` to `most`. Errors do not repeat it. */
export const wholeFlag = (name: string, description: string, least: number, most = maxWhole) =>
  textFlag(name, description).pipe(
    Flag.withMetavar("integer"),
    Flag.filterMap(
      (given) => {
        const isInRange = /^\d{1,9}$/.test(given) && Number(given) >= least && Number(given) <= most
        return isInRange ? Option.some(Number(given)) : Option.none()
      },
      () => `a whole number ${most === maxWhole ? `of at least ${least}` : `from ${least} to ${most}`}`
    )
  )

export const jsonFlag = Flag.Boolean("json").pipe(
  Flag.withDescription("print one JSON document on standard output"),
  Flag.withDefault(false)
)

/** Splits names separated by commas. */
export const names = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")

export const dimensionsFlag = textFlag("dimensions", "columns that identify a cell, separated by commas").pipe(
  Flag.filterMap(
    (text) => (names(text).length === 0 ? Option.none() : Option.some(names(text))),
    () => "at least one column"
  )
)

export const totalFlag = textFlag("total", "label of margins").pipe(Flag.withDefault("Total"))

/** A file with the rows of all dimensions. Two files would be one with the rows of both. */
export const hierarchyFlag = textFlag(
  "hierarchy",
  "CSV file dimension,child,parent: labels and the labels that they add up to; optional columns grouping and along,from,to"
).pipe(
  Flag.atLeast(0),
  Flag.filterMap(
    (files) => (files.length > 1 ? Option.none() : Option.some(files[0])),
    () => "one file: put the rows of all hierarchies in it, each with its dimension"
  )
)

export const sensitiveFlag = textFlag(
  "sensitive",
  "dimension whose values may harm a person: no group may be left in which everyone is known to have one value; repeat it for each"
).pipe(Flag.atLeast(0))

export const knownGroupsFlag = optionalText(
  "known-groups",
  "CSV file dimension,label: groups that are known to exist; their zeros are hidden, because a zero discloses where the group is"
)

export const earlierFlag = textFlag("earlier", "table that was published earlier; repeat it for each").pipe(
  Flag.atLeast(0)
)
