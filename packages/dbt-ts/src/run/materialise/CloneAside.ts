import { Effect } from "effect"
import type { Relation } from "../../context/Relation.ts"
import type { NodeStore } from "../NodeStore.ts"
import type { Existing } from "./Existing.ts"

/** Engines that name their path in a cluster: a copy would have the same path, so these tables are changed in place. */
export const isCopyable = ({ engine }: Existing): boolean => !/^(?:Replicated|Shared)|^Distributed$/.test(engine)

/**
 * A copy of a table to work on. Parts of a merge tree are shared and not copied, so it costs the same whatever the table
 * holds.
 */
export const cloneAside = Effect.fn("CloneAside.clone")(function* (
  store: NodeStore,
  from: Relation,
  to: Relation,
  there: Existing
) {
  if (there.engine.includes("MergeTree"))
    return yield* store.quietly(`create table ${to.print()} clone as ${from.print()}`)
  yield* store.quietly(`create table ${to.print()} as ${from.print()}`)
  yield* store.quietly(`insert into ${to.print()} select * from ${from.print()}`)
})
