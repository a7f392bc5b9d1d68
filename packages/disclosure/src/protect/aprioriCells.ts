import type { LinkedSystem } from "../system/LinkedSystem.ts"
import type { Apriori, AprioriStatus } from "../tables/Apriori.ts"
import { TableRefused } from "../tables/TableRefused.ts"
import type { LinkedTables } from "../tables/toSystem.ts"

/** The decisions of an a-priori file by cell of the tables. */
export interface AprioriCells {
  readonly apriori: Apriori
  /** Cell of each decision. */
  readonly cells: ReadonlyArray<number>
}

export const noDecisions: AprioriCells = { apriori: { file: "", decisions: [] }, cells: [] }

/** Returns the cell of each decision, or a refusal that lists the rows that name no cell with a count. */
export const aprioriCells = ({ joined, system }: LinkedTables, apriori: Apriori): AprioriCells | TableRefused => {
  const vector = new Uint32Array(joined.dimensions.length)
  const cells = apriori.decisions.map(({ cell }) => {
    for (const [d, name] of joined.dimensions.entries()) {
      const code = joined.codes[d]?.indexOf(cell[name] ?? "") ?? -1
      if (code < 0) return -1
      vector[d] = code
    }
    const found = joined.cells.find(vector)
    return found >= 0 && system.unshown[found] === 0 ? found : -1
  })
  const problems = apriori.decisions.flatMap(({ row }, i) =>
    (cells[i] as number) >= 0
      ? []
      : [{ file: apriori.file, row, column: "", rule: "no-cell", expected: "a cell of the table that has a count" }]
  )
  return problems.length === 0
    ? { apriori, cells }
    : new TableRefused({ message: `${apriori.file}: some rows name no cell of the table`, problems })
}

/** Returns the cells whose decision is one of `statuses`. */
export const cellsDecided = (
  { apriori, cells }: AprioriCells,
  ...statuses: ReadonlyArray<AprioriStatus>
): ReadonlyArray<number> => cells.filter((_, i) => statuses.includes(apriori.decisions[i]?.status as AprioriStatus))

/**
 * Returns 1 for each cell that may be suppressed to protect others: every cell above zero without a decision to publish
 * it. Undefined if there is no such decision.
 */
export const mayHideOf = (value: Float64Array, decided: AprioriCells): Uint8Array | undefined => {
  const kept = cellsDecided(decided, "publish", "keep")
  if (kept.length === 0) return undefined
  const mayHide = Uint8Array.from(value, (persons) => (persons > 0 ? 1 : 0))
  for (const cell of kept) mayHide[cell] = 0
  return mayHide
}

/** Returns the kept cells that are in a sum with a failing one, or all if none is: their decisions are the likely cause. */
export const blamed = (
  { relations: { count, start, part, total } }: LinkedSystem,
  kept: ReadonlySet<number>,
  failing: ReadonlyArray<number>
): ReadonlySet<number> => {
  const bad = new Set(failing)
  const found = new Set(failing.filter((cell) => kept.has(cell)))
  for (let r = 0; r < count; r++) {
    const members = [...part.subarray(start[r], start[r + 1]), total[r] as number]
    if (members.some((cell) => bad.has(cell))) for (const cell of members) if (kept.has(cell)) found.add(cell)
  }
  return found.size === 0 ? kept : found
}

/** Names the rows of decisions, for a message. */
export const rowsOf = ({ apriori, cells }: AprioriCells, used: ReadonlySet<number>): string => {
  const rows = apriori.decisions.flatMap(({ row }, i) => (used.has(cells[i] as number) ? [row] : []))
  const listed = rows.slice(0, 20).join(", ")
  return `${rows.length === 1 ? "row" : "rows"} ${listed}${rows.length > 20 ? " and more" : ""} of ${apriori.file}`
}
