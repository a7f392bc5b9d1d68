import { Effect } from "effect"
import { type AttackOptions, attack, type Verdict } from "../attack/attack.ts"
import { leastWidth } from "../rules/primary.ts"
import { Solver } from "../solver/Solver.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import { stateCode } from "../tables/CellState.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { TableRefused } from "../tables/TableRefused.ts"
import { type LinkedTables, toSystem } from "../tables/toSystem.ts"
import { publicKnowledge } from "./knowledge.ts"
import { clashProblems } from "./requireAdditive.ts"

export interface AuditOptions {
  /** Label of margins. */
  readonly total: string
  readonly hierarchy: Hierarchy
  /** Releases before these tables, each with its tables as published. */
  readonly earlier?: ReadonlyArray<ReadonlyArray<CountTable>>
  /** An interval within 1 … threshold - 1 is a disclosure; 0: it is none. */
  readonly threshold: number
  /** Least width of an interval. */
  readonly width?: number
  /** What whoever attacks has counted himself: persons by cell, as a table. */
  readonly insider?: CountTable | undefined
  /** Up to this many hidden cells get both ends of their interval proved; of more, what is needed for the verdict. */
  readonly exactUpTo?: number
}

export interface Audit {
  readonly linked: LinkedTables
  readonly hidden: Hidden
  readonly verdict: Verdict
  /** Whether both ends of every interval are exact, or only known to be possible. */
  readonly exact: boolean
}

/** Persons that the insider has counted, by cell of the tables; cells that he names and no table has are nothing to him. */
const insiderLow = ({ joined, system }: LinkedTables, insider: CountTable): Float64Array => {
  const low = new Float64Array(system.cells)
  const vector = new Uint32Array(joined.dimensions.length)
  for (let row = 0; row < insider.rows; row++) {
    vector.fill(0)
    const known = insider.dimensions.every((name, d) => {
      const place = joined.dimensions.indexOf(name)
      const label = insider.codes[d]?.[insider.key[row * insider.dimensions.length + d] as number] as string
      const code = joined.codes[place]?.indexOf(label) ?? -1
      if (code < 0) return false
      vector[place] = code
      return true
    })
    const cell = known ? joined.cells.find(vector) : -1
    const count = insider.count[row] as number
    if (cell >= 0 && count > 0) low[cell] = count
  }
  return low
}

const lowest = (a: Float64Array, b: Float64Array) => a.map((one, i) => Math.max(one, b[i] as number))

/** What the tables themselves say of hidden counts, by cell. */
const saidOf = (tables: ReadonlyArray<CountTable>, { joined, system }: LinkedTables): Float64Array => {
  const most = new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
  tables.forEach((table, t) => {
    table.atMost?.forEach((bound, row) => {
      const cell = joined.cellOf[t]?.[row] as number
      if (cell >= 0) most[cell] = Math.min(most[cell] as number, bound)
    })
  })
  return most
}

/**
 * Attacks published tables as they are: every sum among all of them is rebuilt, and each suppressed cell gets the interval that is
 * left. Sums that do not add up are left out and stand in `linked.broken`. Fails with `TableRefused` where two tables say different
 * counts of the same cell.
 */
export const auditTables = Effect.fn("auditTables")(function* (
  tables: ReadonlyArray<CountTable>,
  options: AuditOptions
) {
  const linked = toSystem(tables, options.hierarchy, { total: options.total })
  const clashes = clashProblems(tables, linked)
  if (clashes.length > 0)
    return yield* new TableRefused({ message: "The published tables contradict each other", problems: clashes })
  const solver = yield* Solver
  const { system, joined } = linked
  // What one table hides and another shows is known.
  const hidden = Uint8Array.from({ length: system.cells }, (_, cell) =>
    joined.hidden[cell] === 1 && joined.shown[cell] !== 1 ? 1 : 0
  )
  const need = auditNeed(system, hidden, options)
  const zerosPublished = tables.some((table) =>
    table.count.some((count, row) => count === 0 && table.state[row] === stateCode.published)
  )
  const said = saidOf(tables, linked)
  const own = options.insider === undefined ? undefined : insiderLow(linked, options.insider)
  const knownWhere = (zeros: boolean): Knowledge => {
    const known = publicKnowledge(system, zeros, said)
    return own === undefined ? known : { low: lowest(known.low, own), high: known.high }
  }
  const count = hidden.reduce((sum, mark) => sum + mark, 0)
  const exact = count <= (options.exactUpTo ?? 5000)
  const how: AttackOptions = { aim: exact ? "intervals" : "verdict" }
  yield* Effect.logInfo(`${system.cells} cells, ${system.relations.count} sums, ${count} suppressed; attacking`)
  let verdict = attack(solver, system, hidden, knownWhere(zerosPublished), need, how)
  // Where hidden zeros are the only way to make sense of the tables, hidden counts may be zero.
  if (zerosPublished && verdict.contradictions > 0) {
    const without = attack(solver, system, hidden, knownWhere(false), need, how)
    if (without.contradictions < verdict.contradictions) verdict = without
  }
  return { linked, hidden, verdict, exact } satisfies Audit
})

const auditNeed = (system: LinkedSystem, hidden: Hidden, { threshold, width }: AuditOptions): Need => ({
  width: Float64Array.from(hidden, (mark) => (mark === 0 ? 0 : (width ?? leastWidth))),
  reach: new Float64Array(system.cells),
  small: threshold
})
