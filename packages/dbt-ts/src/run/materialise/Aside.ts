/** Builds a relation under another name and exchanges it with the published one. */
import { Effect } from "effect"
import { Relation } from "../../context/Relation.ts"
import type { ClickHouseError } from "../../store/ClickHouse.ts"
import type { NodeStore } from "../NodeStore.ts"
import { existing } from "./Existing.ts"

/** Returns the name under which a relation is built. A killed run may leave it; the next run removes it. */
export const aside = (relation: Relation, purpose = "new"): Relation =>
  new Relation(relation.schema, `${relation.identifier}__dbt_${purpose}`, "table")

const dropStatement = (relation: Relation): string => `drop table if exists ${relation.print()} sync`

/** Gives `use` names that are free, and leaves nothing there however it ends. */
export const withAsides = <A, E, R>(
  store: NodeStore,
  relations: ReadonlyArray<Relation>,
  use: Effect.Effect<A, E, R>
): Effect.Effect<A, E | ClickHouseError, R> =>
  Effect.andThen(
    Effect.forEach(relations, (relation) => store.commandUnlogged(dropStatement(relation))),
    Effect.onExit(use, () => Effect.forEach(relations, (relation) => store.cleanUp(dropStatement(relation))))
  )

/**
 * Replaces `relation` by `fresh` in one step: readers see the old one or the new one. The old relation has the name of `fresh` afterwards.
 */
export const putInPlace = (store: NodeStore, fresh: Relation, relation: Relation) =>
  Effect.gen(function* () {
    const [from, to] = [fresh.print(), relation.print()]
    if ((yield* existing(store, relation)) === undefined) yield* store.command(`rename table ${from} to ${to}`)
    else yield* store.command(`exchange tables ${from} and ${to}`)
  })
