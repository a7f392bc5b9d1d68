import type { CountTable } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { likeLabels } from "../tables/likeLabels.ts"
import { type TableProblem, TableRefused } from "../tables/TableRefused.ts"
import { type BrokenSum, type LinkedTables, toSystem } from "../tables/toSystem.ts"
import { undividedDimensions } from "../tables/undividedDimensions.ts"
import { hasOverlaps, type UnlinkedGroups, unlinkedGroups } from "../tables/unlinkedGroups.ts"
import { unnamedSubtotals } from "../tables/unnamedSubtotals.ts"
import { unnamedTotals } from "../tables/unnamedTotals.ts"

/** Limit of listed problems. The message has the number of the rest. */
const maxProblems = 200

/** Returns a refusal with all problems. Its message names the first. */
const refusalOf = (
  problems: ReadonlyArray<TableProblem>,
  message: (first: string, more: string) => string
): TableRefused | undefined => {
  const [first] = problems
  if (first === undefined) return undefined
  const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`
  return new TableRefused({
    message: message(first.expected, more),
    problems: problems.slice(0, maxProblems),
    found: problems.length
  })
}

const expectedOf = {
  "duplicate-cell": "each cell once",
  "same-cell-other-count": "the same count in every table"
} as const

/** Returns a sentence that names a sum which is not that of its parts, by its labels and without counts. */
export const describeBroken = ({ dimension, label, where }: BrokenSum): string =>
  `'${label}' of ${dimension} is not the sum of its parts${where.length === 0 ? "" : ` at ${where.join(", ")}`}`

/** Returns cells with different counts in two tables, or that occur twice in one. */
export const clashProblems = (
  tables: ReadonlyArray<CountTable>,
  { joined }: LinkedTables
): ReadonlyArray<TableProblem> =>
  joined.clashes.map(({ table, row, rule }) => ({
    file: (tables[table] as CountTable).name,
    row: 0,
    column: labels(tables[table] as CountTable, row),
    rule,
    expected: expectedOf[rule]
  }))

const labels = (table: CountTable, row: number): string =>
  table.dimensions
    .map((name, d) => `${name}=${table.codes[d]?.[table.key[row * table.dimensions.length + d] as number]}`)
    .join(", ")

/** Describes two overlapping groups, by their labels. */
export const describeUnlinked = ({ dimension, groups: [a, b], where }: UnlinkedGroups): string =>
  `'${a}' and '${b}' of ${dimension} overlap, but their members have no rows${where.length === 0 ? "" : ` at ${where.join(", ")}`}`

/** Returns overlapping groups without rows of their members, in these tables and in earlier ones. */
export const unlinkedGroupsOf = (
  linked: LinkedTables,
  tables: ReadonlyArray<CountTable>,
  { hierarchy, total, earlier = [] }: Tied
): ReadonlyArray<UnlinkedGroups> =>
  earlier.length === 0 || !hasOverlaps(hierarchy)
    ? unlinkedGroups(linked, hierarchy)
    : unlinkedGroups(toSystem([...tables, ...earlier.flat()], hierarchy, { total }), hierarchy)

interface Tied {
  readonly hierarchy: Hierarchy
  readonly total: string
  readonly earlier?: ReadonlyArray<ReadonlyArray<CountTable>>
}

/**
 * The difference of such groups follows by subtraction and is in no sum of the tables, so nothing can be proved about
 * it.
 */
export const unlinkedRefusal = (
  linked: LinkedTables,
  tables: ReadonlyArray<CountTable>,
  tied: Tied
): TableRefused | undefined => {
  const file = tables.map((table) => table.name).join(", ")
  const problems = unlinkedGroupsOf(linked, tables, tied).map((one) => ({
    file,
    row: 0,
    column: one.dimension,
    rule: "untied-groups",
    expected: `rows of the members: ${describeUnlinked(one)}`
  }))
  return refusalOf(
    problems,
    (first, more) =>
      `Groups overlap, and their difference cannot be protected. Add ${first}${more}, or remove one of the groups`
  )
}

/**
 * Returns a refusal if the tables do not add up: contradictory tables would look safe. It names each failing sum by
 * its labels, never a count. Undefined if all sums hold.
 */
export const additivityRefusal = (
  tables: ReadonlyArray<CountTable>,
  linked: LinkedTables
): TableRefused | undefined => {
  const clashes = clashProblems(tables, linked)
  const file = tables.map((table) => table.name).join(", ")
  const sums = linked.broken.map((broken) => ({
    file,
    row: 0,
    column: broken.dimension,
    rule: "not-additive",
    expected: describeBroken(broken)
  }))
  return refusalOf([...clashes, ...sums], (first, more) => `The table does not add up: ${first}${more}`)
}

/** Returns a refusal if a label looks like one of margins and another was named: what follows from that sum would not be protected. */
const totalsRefusal = (
  tables: ReadonlyArray<CountTable>,
  linked: LinkedTables,
  { hierarchy, total }: Tied
): TableRefused | undefined => {
  const file = tables.map((table) => table.name).join(", ")
  const problems = unnamedTotals(linked, hierarchy).map(({ dimension, label }) => ({
    file,
    row: 0,
    column: dimension,
    rule: "other-total",
    expected: `'${total}' as the label of margins: '${label}' looks like one`
  }))
  return refusalOf(
    problems,
    (first, more) =>
      `Expected ${first}${more}. Name the label of margins with --total. If it is a group, add its members to --hierarchy; if it is a label like the others, rename it, or add rows with the margins`
  )
}

/** Returns a refusal if a label is the sum of others and nothing says so. Naming it as a group is safe if it is not. */
const subtotalsRefusal = (
  tables: ReadonlyArray<CountTable>,
  linked: LinkedTables,
  { hierarchy }: Tied
): TableRefused | undefined => {
  const file = tables.map((table) => table.name).join(", ")
  const problems = unnamedSubtotals(linked, hierarchy).map(({ dimension, label, members }) => ({
    file,
    row: 0,
    column: dimension,
    rule: "unnamed-group",
    expected: `'${label}' of ${dimension} in --hierarchy as the group of ${members.map((one) => `'${one}'`).join(", ")}: they add up to it wherever all counts are known`
  }))
  return refusalOf(
    problems,
    (first, more) =>
      `Expected ${first}${more}. Nothing would protect or attack that sum; if it is a coincidence, the group does no harm`
  )
}

/**
 * Returns a refusal if sums cannot be recognised by the labels: one looks like a label of margins or of a group, two are spellings of one label, or a column is no
 * dimension. What follows from such a sum would not be attacked.
 */
export const labelsRefusal = (
  tables: ReadonlyArray<CountTable>,
  linked: LinkedTables,
  tied: Tied
): TableRefused | undefined => {
  const { hierarchy, total, earlier = [] } = tied
  const all = [...tables, ...earlier.flat()]
  const file = all.map((table) => table.name).join(", ")
  const alike = likeLabels(all, hierarchy, total).map(({ dimension, labels: [one, other] }) => ({
    file,
    row: 0,
    column: dimension ?? other,
    rule: "like-labels",
    expected: `one spelling of ${dimension === undefined ? "each dimension" : `each label of ${dimension}`}: '${one}' and '${other}' are probably the same`
  }))
  const undivided = all.flatMap((table) =>
    undividedDimensions(table, total).map((dimension) => ({
      file: table.name,
      row: 0,
      column: dimension,
      rule: "no-dimension",
      expected: `'${dimension}' as no dimension: it divides no count, and no row has '${total}' there`
    }))
  )
  return (
    totalsRefusal(tables, linked, tied) ??
    subtotalsRefusal(tables, linked, tied) ??
    refusalOf(alike, (first, more) => `Expected ${first}${more}. Counts with them cannot be compared`) ??
    refusalOf(
      undivided,
      (first, more) => `Expected ${first}${more}. Nothing would add up: name the others with --dimensions`
    )
  )
}
