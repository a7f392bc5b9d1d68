import type { Members } from "../algebra/membersOf.ts"
import { type Contributions, strongestKnowledge } from "../attack/insiders.ts"
import type { Hidden, Knowledge } from "../system/LinkedSystem.ts"
import type { Move } from "../system/Move.ts"
import type { Classes } from "./Classes.ts"

/** A pattern that is safe from every pair of partners, and changes of the table that prove it: no pair can exclude them. */
export interface PairSafePattern {
  readonly hidden: Hidden
  readonly moves: ReadonlyArray<Move>
}

/** Returns what each pair of partners knows of each class at least, and the most that any knows. */
export const lowsOfPairs = (
  { count }: Classes,
  { start, member }: Members,
  known: Knowledge,
  contributions: Contributions,
  pairs: ReadonlyArray<ReadonlyArray<number>>
): { readonly each: ReadonlyArray<Float64Array>; readonly together: Float64Array } => {
  const lowsOf = (coalitions: ReadonlyArray<ReadonlyArray<number>>) => {
    const { low } = strongestKnowledge(known, contributions, coalitions)
    const made = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
    for (let id = 0; id < count; id++)
      for (let at = start[id] as number; at < (start[id + 1] as number); at++)
        made[id] = Math.max(made[id] as number, Math.ceil(low[member[at] as number] as number))
    return made
  }
  return { each: pairs.map((pair) => lowsOf([pair])), together: lowsOf(pairs) }
}
