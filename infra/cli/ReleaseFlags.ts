/** Flags that choose tables to release or query. */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { levelsOf } from "../../release/catalogue/dimensionLabels.ts"
import { releaseTables, tableGroups } from "../../release/catalogue/releaseTables.ts"
import { type ChoiceInput, type TableChoice, toChoice } from "../../release/catalogue/TableChoice.ts"
import { whereProblems } from "../../release/catalogue/whereProblems.ts"
import { privateMethods } from "../../release/history/privateMethods.ts"
import { releaseMethods } from "../../release/protection/methodFigures.ts"
import { ReleaseRefused, releaseProfiles } from "../../release/publisher/Releases.ts"
import { optional, optionalWhole, switchFlag, textFlag } from "./CommonFlags.ts"
import { names } from "./DisclosureFlags.ts"

const tableNames = [...releaseTables.keys(), ...Object.keys(tableGroups)]

export const tablesFlag = Flag.Literals("table", tableNames).pipe(
  Flag.withDescription("table to release; repeat for several; default: flows"),
  Flag.atLeast(0)
)

export const tableFlag = Flag.Literals("table", [...releaseTables.keys()]).pipe(Flag.withDescription("table to query"))

export const profileFlag = Flag.Literals(
  "profile",
  releaseProfiles.map(({ name }) => name)
).pipe(
  Flag.withDescription("disclosure profile: the rules that make a cell safe"),
  Flag.withDefault(defaultProfile.name)
)

const methodNames = [...Object.values(privateMethods), ...Object.keys(releaseMethods)]

export const methodFlag = Flag.Literals("method", methodNames).pipe(
  Flag.withDescription(
    "protection method; dp-estimates shows more than dp, but only its countries and corridors are proven to have persons"
  ),
  Flag.withDefault("suppression")
)

/** Parses `origin=country+region,year=period`. */
const pairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names(text).map((pair) => {
      const at = pair.indexOf("=")
      return at < 0 ? [pair, ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
    })
  )

const levels = [...new Set(Object.values(levelsOf).flat())].join(", ")

export const choiceFlags = {
  by: optional(textFlag("by", "dimensions, separated by commas; default: those of the table").pipe(Flag.map(names))),
  levels: optional(
    textFlag("levels", `levels of detail, such as origin=country+region,year=period: ${levels}`).pipe(
      Flag.map((text) => Object.fromEntries(Object.entries(pairs(text)).map(([name, list]) => [name, list.split("+")])))
    )
  ),
  margins: switchFlag("margins", "include sums over each dimension (label Total)"),
  from: optionalWhole("from", "first year", 0),
  to: optionalWhole("to", "last year", 0),
  period: optionalWhole("period", "number of years in a period", 1)
}

export const whereFlag = optional(
  textFlag("where", "only cells with these labels, such as origin=UKR,year=2015").pipe(Flag.map(pairs))
)

const forTable = (table: string, input: Omit<ChoiceInput, "table">): ChoiceInput => {
  const own = releaseTables.get(table)
  // Each table takes the levels of its own dimensions.
  const levelsOfOwn = Object.entries(input.levels ?? {}).filter(([name]) => (input.by ?? own?.by ?? []).includes(name))
  return { ...input, table, levels: Object.fromEntries(levelsOfOwn) }
}

/** Returns the choices that the flags describe. Fails with every problem. */
export const choicesOf = Effect.fn("choicesOf")(function* (
  flags: Omit<ChoiceInput, "table"> & { readonly table: ReadonlyArray<string> }
) {
  const tables = flags.table.length === 0 ? ["flows"] : flags.table.flatMap((name) => tableGroups[name] ?? [name])
  const known = new Set(tables.flatMap((table) => [...(flags.by ?? releaseTables.get(table)?.by ?? [])]))
  const strange = Object.keys(flags.levels ?? {}).filter((name) => !known.has(name))
  const found: Array<TableChoice> = []
  const problems: Array<string> = strange.map(() => "--levels names a dimension that no chosen table has")
  for (const table of new Set(tables)) {
    const { by, levels: detail, margins, from, to, period, where } = flags
    const made = toChoice(forTable(table, { by, levels: detail, margins, from, to, period, where }))
    if ("choice" in made) found.push(made.choice)
    const wrong = "choice" in made ? whereProblems(made.choice) : made.problems
    problems.push(...wrong.map(({ rule, expected }) => `${table}: ${rule}: ${expected}`))
  }
  if (problems.length > 0)
    return yield* new ReleaseRefused({
      message: ["The tables cannot be released with these choices:", ...problems].join("\n  ")
    })
  return found
})
