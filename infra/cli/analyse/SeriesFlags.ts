/** Flags of all verbs that read a series, and how they become a request. */

import { Option } from "effect"
import { Flag } from "effect/cli"
import { commonFlags, optional, switchFlag } from "../CommonFlags.ts"
import type { Condition } from "./tables/knownTables.ts"
import type { SeriesRequest } from "./tables/readSeries.ts"

const text = (name: string, description: string) => optional(Flag.String(name).pipe(Flag.withDescription(description)))

/** A text that must be as `expected`; what was given is never echoed. */
export const patternFlag = <A>(
  name: string,
  description: string,
  expected: string,
  parse: (text: string) => A | undefined
): Flag.Flag<A> =>
  Flag.String(name).pipe(
    Flag.withDescription(description),
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

const wholeFrom = (least: number) => (given: string) =>
  /^\d{1,9}$/.test(given) && Number(given) >= least ? Number(given) : undefined

/** A whole number from `least` on. */
export const wholeFlag = (name: string, description: string, least: number) =>
  patternFlag(name, description, `a whole number from ${least} on`, wholeFrom(least))

/** A number above 0. */
export const positiveFlag = (name: string, description: string) =>
  patternFlag(name, description, "a number above 0", (given) => {
    const value = /^\d*\.?\d+(e[+-]?\d+)?$/i.test(given) ? Number(given) : Number.NaN
    return value > 0 && Number.isFinite(value) ? value : undefined
  })

export const seriesFlags = {
  ...commonFlags,
  input: Flag.String("input").pipe(
    Flag.withDescription("CSV (also .csv.gz) with a column of periods and one of values")
  ),
  period: text("period", "the column of the period; 'period' when left out"),
  value: text("value", "the column of the value; 'value' when left out"),
  low: text("low", "the column of the least that a value may be, of suppressed cells"),
  high: text("high", "the column of the most that it may be"),
  state: text("state", "the column of the state of a cell; 'state' when left out"),
  suppressed: optional(
    patternFlag(
      "suppressed",
      "LOW:HIGH, what is known of each suppressed cell without bounds",
      "LOW:HIGH, such as 1:10",
      bounds
    )
  ),
  rounded: optional(wholeFlag("rounded", "values are rounded to the nearest multiple of this", 2)),
  randomlyRounded: optional(wholeFlag("randomly-rounded", "values are rounded at random to a multiple of this", 2)),
  reporter: text("reporter", "the column of who reported (also --by): all and matched panel are compared").pipe(
    Flag.withAlias("by")
  ),
  where: patternFlag(
    "where",
    "COLUMN=LABEL: only these rows; again for each condition",
    "COLUMN=LABEL",
    condition
  ).pipe(Flag.atLeast(0)),
  from: text("from", "first period"),
  to: text("to", "last period"),
  sum: switchFlag("sum", "add up the rows of one period (and reporter)"),
  picture: text("picture", "SVG to draw of the series and what was found"),
  gaps: Flag.Literals("gaps", ["refuse", "missing"]).pipe(
    Flag.withDescription("periods that the table lacks: refuse the table, or take them as not reported"),
    Flag.withDefault("refuse" as const)
  )
}

interface Given {
  readonly input: string
  readonly period: string | undefined
  readonly value: string | undefined
  readonly low: string | undefined
  readonly high: string | undefined
  readonly state: string | undefined
  readonly suppressed: readonly [number, number] | undefined
  readonly rounded: number | undefined
  readonly randomlyRounded: number | undefined
  readonly reporter: string | undefined
  readonly where: ReadonlyArray<Condition>
  readonly from: string | undefined
  readonly to: string | undefined
  readonly sum: boolean
  readonly gaps: "refuse" | "missing"
}

const roundingOf = ({ rounded, randomlyRounded }: Given) =>
  rounded !== undefined
    ? ({ base: rounded, kind: "nearest" } as const)
    : randomlyRounded !== undefined
      ? ({ base: randomlyRounded, kind: "random" } as const)
      : undefined

/** What the flags ask for. */
export const requestOf = (given: Given, more: ReadonlyArray<string> = []): SeriesRequest => ({
  ...given,
  rules: { rounding: roundingOf(given), suppressed: given.suppressed },
  allowGaps: given.gaps === "missing",
  more
})
