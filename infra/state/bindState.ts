/**
 * Makes sure that ClickHouse and the state store belong together, and moves what earlier versions kept in ClickHouse.
 *
 * ClickHouse notes the id of its state store. Another one is refused: with its ledger, a figure that was disclosed could be disclosed again
 * in another way.
 */
import { Effect, Schema } from "effect"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { emptyOldTables, hasOldRows, moveOldRows } from "./oldTables.ts"

/** The state store is not the one that ClickHouse belongs to, or what earlier versions kept was not moved yet. */
export class StateRefused extends Schema.TaggedError<StateRefused>()("StateRefused", { message: Schema.String }) {}

/** The mark in ClickHouse of the state store that belongs to it. */
export const markTable = "corridor_release.state_store"

const notedStore = Effect.fn("bindState.noted")(function* () {
  const [row] = yield* Warehouse.query<{ id: string }>(`SELECT id FROM ${markTable} ORDER BY at DESC LIMIT 1`)
  return row?.id
})

const ownStore = Effect.fn("bindState.own")(function* () {
  const state = yield* StateStore
  const [row] = yield* state.query<{ id: string; moved: number; used: number }>(
    "SELECT id, moved, (SELECT COUNT(*) FROM account) + (SELECT COUNT(*) FROM chain_entry) AS used FROM store"
  )
  return { id: row?.id ?? "", isMoved: row?.moved === 1, isUsed: (row?.used ?? 0) > 0 }
})

/** Copies the old rows, and notes in the same transaction that they are here. Does nothing if they were copied before. */
const move = Effect.fn("bindState.move")(function* () {
  const state = yield* StateStore
  yield* state.transaction(
    Effect.gen(function* () {
      if ((yield* ownStore()).isMoved) return
      yield* moveOldRows()
      yield* state.query("UPDATE store SET moved = 1")
    })
  )
})

/**
 * Fails with `StateRefused` unless ClickHouse and the state store belong together. With `mayChange`, which the process that migrates the stores sets, it
 * first binds a new ClickHouse to the state store and moves the old rows.
 */
export const bindState = Effect.fn("bindState")(function* (mayChange: boolean) {
  const { id, isMoved, isUsed } = yield* ownStore()
  const other = yield* notedStore()
  if (other === id) return
  if (other !== undefined)
    return yield* new StateRefused({
      message:
        "The accounts and the ledger of this ClickHouse are in another state store. Check CORRIDOR_STATE_URL and the data folder; after a loss, restore both from one backup."
    })
  if (!mayChange)
    return yield* new StateRefused({
      message: "The state store does not belong to this ClickHouse yet. Run 'migrate' first."
    })
  if (yield* hasOldRows()) {
    yield* move()
    yield* emptyOldTables()
  } else if (isUsed && !isMoved)
    return yield* new StateRefused({
      message:
        "This ClickHouse is new, but its state store has accounts or a ledger already: the store that they belong to is not here. Check CORRIDOR_CLICKHOUSE_URL, CORRIDOR_STATE_URL and clickhouse/ in the data folder; after a loss, restore a backup with --replace."
    })
  yield* Warehouse.insert(markTable, [{ id }], { token: "" })
})
