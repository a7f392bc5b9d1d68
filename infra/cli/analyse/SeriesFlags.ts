/** Flags of all commands that read a series, and the request that they form. */

import { costNames } from "@corridor/flow-statistics/breaks/Cost"
import { Option } from "effect"
import { type Command, Flag } from "effect/cli"
import { commonFlags, optional, optionalText, optionalWhole, switchFlag, textFlag, wholeFlag } from "../CommonFlags.ts"
import type { Condition } from "./tables/knownTables.ts"
import type { CellRules } from "./tables/parseCell.ts"
import type { SeriesRequest } from "./tables/readSeries.ts"

/** Returns a flag that must match `expected`. Errors do not repeat its value. */
const patternFlag = <A>(
  name: string,
  description: string,
  expected: string,
  parse: (text: string) => A | undefined
): Flag.Flag<A> =>
  textFlag(name, description).pipe(
    Flag.filterMap(
      (given) => Option.fromUndefinedOr(parse(given)),
      () => expected
    )
  )

const condition = (given: string): Condition | undefined => {
  const at = given.indexOf("=")
  return at < 1 ? undefined : { column: given.slice(0, at).trim(), is: given.slice(at + 1).trim() }
}

const bounds = (given: string): readonly [number, number] | undefined => {
  const found = /^(\d+):(\d+)$/.exec(given)
  if (found === null) return undefined
  const [low, high] = [Number(found[1]), Number(found[2])]
  return low <= high ? [low, high] : undefined
}

/** A flag for a finite number above 0. */
export const positiveFlag = (name: string, description: string) =>
  patternFlag(name, description, "a number above 0", (given) => {
    const value = /^\d*\.?\d+(e[+-]?\d+)?$/i.test(given) ? Number(given) : Number.NaN
    return value > 0 && Number.isFinite(value) ? value : undefined
  })

/** Returns a number between 0 and 1, both excluded. */
export const shareFlag = (name: string, description: string) =>
  patternFlag(name, description, "a number between 0 and 1", (given) => {
    const value = /^0?\.\d+$/.test(given) ? Number(given) : Number.NaN
    return value > 0 && value < 1 ? value : undefined
  })

/** Flags of how suppressed and rounded cells are known. */
export const cellFlags = {
  suppressed: optional(
    patternFlag(
      "suppressed",
      "LOW:HIGH, the bounds of each suppressed cell without bounds of its own",
      "LOW:HIGH, such as 1:10",
      bounds
    )
  ),
  rounded: optionalWhole("rounded", "values are rounded to the nearest multiple of this", 2),
  randomlyRounded: optionalWhole("randomly-rounded", "values are rounded at random to a multiple of this", 2)
}

export const seriesFlags = {
  ...commonFlags,
  input: textFlag("input", "CSV (also .csv.gz) with a column of periods and a column of values"),
  period: optionalText("period", "column of the period; default: 'period'"),
  value: optionalText("value", "column of the value; default: 'value'"),
  low: optionalText("low", "column of the lower bound of suppressed cells; default: 'low', if there is also 'high'"),
  high: optionalText("high", "column of the upper bound of suppressed cells; default: 'high', if there is also 'low'"),
  state: optionalText("state", "column of the state of a cell; default: 'state'"),
  ...cellFlags,
  reporter: optionalText(
    "reporter",
    "column of reporters (also --by): compares all of them with those that reported in every period"
  ).pipe(Flag.withAlias("by")),
  where: patternFlag("where", "COLUMN=LABEL: use only these rows; may be repeated", "COLUMN=LABEL", condition).pipe(
    Flag.atLeast(0)
  ),
  from: optionalText("from", "first period"),
  to: optionalText("to", "last period"),
  sum: switchFlag("sum", "add up the rows of one period and reporter"),
  picture: optionalText("picture", "SVG file to write, with the series and the result"),
  gaps: Flag.Literals("gaps", ["refuse", "missing"]).pipe(
    Flag.withDescription("absent periods: refuse the table, or treat them as not reported"),
    Flag.withDefault("refuse" as const)
  )
}

/** The points in a cycle of a series that may have none. */
export const seasonFlag = optionalWhole(
  "season",
  "points in a cycle; default: 12 for months and 4 for quarters; 1 for no season",
  1
)

/** Flags of a search for change points. */
export const breakFlags = {
  model: Flag.Literals("model", costNames).pipe(
    Flag.withDescription("what changes: the mean (l2), mean and variance (normal), the mean of counts (poisson)"),
    Flag.withDefault("l2" as const)
  ),
  minSize: wholeFlag("min-size", "minimum number of points in a segment", 1).pipe(Flag.withDefault(3))
}

type Given = Command.Command.Config.Infer<typeof seriesFlags>

/** Returns how cells of the input are read, from the flags for suppressed and rounded counts. */
export const cellRulesOf = ({
  suppressed,
  rounded,
  randomlyRounded
}: Pick<Given, "suppressed" | "rounded" | "randomlyRounded">): CellRules => ({
  suppressed,
  rounding:
    rounded !== undefined
      ? { base: rounded, kind: "nearest" }
      : randomlyRounded !== undefined
        ? { base: randomlyRounded, kind: "random" }
        : undefined
})

/** Returns the request that the flags give. */
export const requestOf = (given: Given): SeriesRequest => ({
  ...given,
  rules: cellRulesOf(given),
  allowGaps: given.gaps === "missing"
})
