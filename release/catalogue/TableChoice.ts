/** The part of a table to release or query: dimensions, levels of detail, margins and years. It is stored in the ledger in this form. */
import { Schema } from "effect"
import { type Cube, type CubeDimension, detailsFor, dimensionOf } from "./Cube.ts"
import { cubes } from "./cubes.ts"
import { levelsOf, usualLevel } from "./dimensionLabels.ts"
import { type ReleaseTable, releaseTables } from "./releaseTables.ts"

export const TableChoice = Schema.Struct({
  table: Schema.String,
  by: Schema.Array(Schema.String),
  /** Levels of each dimension in `by`. */
  levels: Schema.Record(Schema.String, Schema.Array(Schema.String)),
  /** Whether the table includes the sum over each dimension. */
  margins: Schema.Boolean,
  /** First and last year; null for no limit. */
  from: Schema.NullOr(Schema.Int),
  to: Schema.NullOr(Schema.Int),
  /** Number of years in a period, at the level `period`. */
  period: Schema.Int,
  /** Only cells with this label of a dimension. */
  where: Schema.Record(Schema.String, Schema.String)
})
export type TableChoice = typeof TableChoice.Type

export interface ChoiceInput {
  readonly table: string
  readonly by?: ReadonlyArray<string> | undefined
  readonly levels?: Readonly<Record<string, ReadonlyArray<string>>> | undefined
  readonly margins?: boolean | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly period?: number | undefined
  readonly where?: Readonly<Record<string, string>> | undefined
}

/** A problem with a choice: the rule that is broken and what is expected. */
export interface ChoiceProblem {
  readonly rule: string
  readonly expected: string
}

const yearProblems = (input: ChoiceInput): ReadonlyArray<ChoiceProblem> => {
  const { from, to, period } = input
  const problems: Array<ChoiceProblem> = []
  for (const year of [from, to])
    if (year !== undefined && !(Number.isInteger(year) && year >= 1900 && year <= 2200))
      problems.push({ rule: "year", expected: "a year from 1900 to 2200" })
  if (from !== undefined && to !== undefined && from > to)
    problems.push({ rule: "years", expected: "a first year not after the last" })
  if (period !== undefined && !(Number.isInteger(period) && period >= 1 && period <= 50))
    problems.push({ rule: "period", expected: "from 1 to 50 years" })
  return problems
}

/** Returns the levels of a dimension that the cube's marts have. */
const levelsIn = (cube: Cube, { name, kind }: CubeDimension): ReadonlyArray<string> =>
  levelsOf[kind].filter(
    (level) => !detailLevels.has(level) || cube.details.some((detail) => detail.levels[name]?.includes(level))
  )

/** Levels that only details have. */
const detailLevels = new Set(
  [...cubes.values()].flatMap(({ details }) => details.flatMap(({ levels }) => Object.values(levels).flat()))
)

const levelProblems = (cube: Cube, own: CubeDimension, levels: ReadonlyArray<string>): ReadonlyArray<ChoiceProblem> => {
  const known = levelsIn(cube, own)
  return levels.length > 0 && levels.every((level) => known.includes(level))
    ? []
    : [{ rule: "level", expected: `levels of ${own.name}: ${known.join(", ")}` }]
}

/**
 * Reports choices that no single mart can answer: months and first-level regions have their own marts, so no table has both, nor months
 * of whole routes.
 */
const detailProblems = (cube: Cube, { by, levels }: TableChoice): ReadonlyArray<ChoiceProblem> => {
  const details = detailsFor(cube, levels)
  if (details.length > 1)
    return [{ rule: "level", expected: `only one of: ${details.map(({ name }) => name).join(", ")}` }]
  return details.flatMap(({ name, dimensions }) =>
    by.every((one) => dimensions.includes(one))
      ? []
      : [{ rule: "dimension", expected: `with ${name} only ${dimensions.join(", ")}` }]
  )
}

/** Reports years that contain no whole period: such a table would have no cells. */
const periodProblems = ({ levels, from, to, period }: TableChoice): ReadonlyArray<ChoiceProblem> => {
  const isByPeriod = Object.values(levels).some((own) => own.length === 1 && own[0] === "period")
  if (!isByPeriod || from === null || to === null || period < 1) return []
  return Math.ceil(from / period) * period + period - 1 <= to
    ? []
    : [
        {
          rule: "period",
          expected: "years with a whole period; periods start at years that are multiples of their length"
        }
      ]
}

const withDefaults = (own: ReleaseTable, input: ChoiceInput, by: ReadonlyArray<string>): TableChoice => {
  const period = input.period ?? 1
  const levels = Object.fromEntries(
    by.map((name) => {
      const kind = dimensionOf(own.cube, name)?.kind ?? "code"
      const finest = period > 1 && kind === "year" ? "period" : usualLevel[kind]
      const chosen = input.levels?.[name] ?? own.levels[name] ?? [finest]
      return [name, levelsOf[kind].filter((level) => chosen.includes(level))]
    })
  )
  return {
    table: own.name,
    by,
    levels,
    margins: input.margins ?? false,
    from: input.from ?? null,
    to: input.to ?? null,
    period,
    // In one order, so that the same filters in another order are the same choice.
    where: Object.fromEntries(Object.entries({ ...own.where, ...input.where }).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }
}

/** Returns the choice with all defaults filled in, in one canonical form, or every problem with it. */
export const toChoice = (
  input: ChoiceInput
): { readonly choice: TableChoice } | { readonly problems: ReadonlyArray<ChoiceProblem> } => {
  const own = releaseTables.get(input.table)
  if (own === undefined)
    return { problems: [{ rule: "table", expected: `one of ${[...releaseTables.keys()].join(", ")}` }] }
  const names = own.cube.dimensions.map(({ name }) => name)
  const wanted = new Set([...(input.by ?? own.by), ...Object.keys(input.where ?? {})])
  const problems: Array<ChoiceProblem> = [...yearProblems(input)]
  if (wanted.size === 0 || [...wanted].some((name) => !names.includes(name)))
    problems.push({ rule: "dimension", expected: `dimensions of ${own.name}: ${names.join(", ")}` })
  for (const { name, adds } of own.cube.dimensions)
    if (!adds && !wanted.has(name))
      problems.push({ rule: "adds", expected: `'${name}' among the dimensions, because its values are not summed` })
  const { spine, noiseOnly } = own.cube
  const isOfYears = input.from !== undefined || input.to !== undefined
  // Tables that leave with noise only sum the selected years.
  if (isOfYears && noiseOnly === undefined && !wanted.has(spine.time))
    problems.push({
      rule: "years",
      expected: `'${spine.time}' among the dimensions if years are selected: a sum over years has all of them`
    })
  for (const [name, levels] of Object.entries(input.levels ?? {})) {
    const one = dimensionOf(own.cube, name)
    if (one === undefined || !wanted.has(name))
      problems.push({ rule: "level", expected: "levels of a chosen dimension" })
    else problems.push(...levelProblems(own.cube, one, levels))
  }
  if (problems.length > 0) return { problems }
  const choice = withDefaults(
    own,
    input,
    names.filter((name) => wanted.has(name))
  )
  const clashes = [...detailProblems(own.cube, choice), ...periodProblems(choice)]
  return clashes.length > 0 ? { problems: clashes } : { choice }
}
