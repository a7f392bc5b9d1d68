import { Effect } from "effect"
import { finestCodes } from "../recode/finestCodes.ts"
import { type Recoding, recodings } from "../recode/recodings.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { Protection } from "./Protection.ts"
import type { ProtectOptions } from "./ProtectOptions.ts"
import { protectTables } from "./protectTables.ts"

/** What a recoding would publish. */
interface RecodingOutcome {
  readonly name: string
  readonly cells: number
  readonly published: number
  /** Corridors that would be published, and their share of all persons. */
  readonly corridors: number
  readonly valueShare: number
  /** False if a hidden cell could not be proved safe. Then it cannot be chosen. */
  readonly safe: boolean
}

/**
 * Returns the recoding that publishes most persons; of those within one percent of it, the one with most cells.
 * Undefined if none is safe.
 */
export const chooseRecoding = <A extends RecodingOutcome>(outcomes: ReadonlyArray<A>): A | undefined => {
  const safe = outcomes.filter((one) => one.safe)
  const most = Math.max(...safe.map((one) => one.valueShare))
  return safe
    .filter((one) => one.valueShare >= most - 0.01)
    .sort((a, b) => b.published - a.published || b.valueShare - a.valueShare)[0]
}

/** A protected recoding of a table. */
export interface Proposal extends RecodingOutcome {
  readonly way: Recoding
  /** Undefined if no safe result was found. */
  readonly protection: Protection | undefined
}

/**
 * Returns the rows that readers look for: one origin and one destination if the table has both, otherwise its first
 * two dimensions, with all others at the total. If there are none, the finest rows.
 */
const corridorRows = ({ table, hierarchy }: Recoding, total: string): ReadonlyArray<number> => {
  const named = ["origin", "destination"].map((name) => table.dimensions.indexOf(name))
  const wanted = named.includes(-1) ? [...table.dimensions.keys()].slice(0, 2) : named
  const finest = finestCodes(table, hierarchy, total)
  const width = table.dimensions.length
  const pick = (dimensions: ReadonlyArray<number>) =>
    Array.from({ length: table.rows }, (_, row) => row).filter((row) =>
      table.codes.every((codes, d) => {
        const code = codes[table.key[row * width + d] as number] as string
        return dimensions.includes(d) ? finest[d]?.has(code) : code === total
      })
    )
  const corridors = pick(wanted)
  return corridors.length > 0 ? corridors : pick([...table.dimensions.keys()])
}

const outcomeOf = (way: Recoding, protection: Protection | undefined, total: string): Proposal => {
  const cellOf = protection?.linked.joined.cellOf[0]
  const isShown = (row: number) => {
    const cell = cellOf?.[row] ?? -1
    return cell >= 0 && protection?.hidden[cell] === 0
  }
  let [persons, value, corridors, published, cells] = [0, 0, 0, 0, 0]
  for (const row of corridorRows(way, total)) {
    const count = way.table.count[row] as number
    if (!(count > 0)) continue
    persons += count
    if (!isShown(row)) continue
    corridors += 1
    value += count
  }
  for (let row = 0; row < way.table.rows; row++) {
    if (Number.isNaN(way.table.count[row] as number)) continue
    cells += 1
    if (isShown(row)) published += 1
  }
  const share = persons === 0 ? 0 : value / persons
  return {
    name: way.name,
    cells,
    published,
    corridors,
    valueShare: share,
    safe: protection !== undefined,
    way,
    protection
  }
}

/**
 * Protects every recoding of the table and reports what each would publish, in the order of `recodings`. A recoding
 * that does not add up is left out.
 */
export const proposeRecodings = Effect.fn("proposeCollapses")(function* (table: CountTable, options: ProtectOptions) {
  const { total, hierarchy, profile } = options
  const ways = recodings(table, hierarchy, { total, threshold: profile.threshold })
  const made: Array<Proposal> = []
  for (const [k, way] of ways.entries()) {
    yield* Effect.logInfo(`way ${k + 1} of ${ways.length}: ${way.describe}`)
    const one = yield* protectTables([way.table], { ...options, hierarchy: way.hierarchy }).pipe(
      Effect.map((protection) => outcomeOf(way, protection, total)),
      Effect.catchTag("WouldDisclose", () => Effect.succeed(outcomeOf(way, undefined, total))),
      // The unchanged table must add up; its refusal is reported.
      Effect.catchTag("TableRefused", (refused) => (k === 0 ? Effect.fail(refused) : Effect.succeed(undefined)))
    )
    if (one !== undefined) made.push(one)
  }
  return { proposals: made, best: chooseRecoding(made) }
})
