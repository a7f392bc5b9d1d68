/** Stores for processes that are killed: they stop for ever at one of their writes. */
import { Context, Effect, Layer } from "effect"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { Stores } from "../fixtures/embeddedStores.ts"

/** `write` runs in place of each insert into ClickHouse and each transaction of the state store; with `hasCommands`, also of each command of ClickHouse. */
export const withWrites = <E, R>(
  stores: Layer.Layer<Stores, E, R>,
  write: <A, E2, R2>(effect: Effect.Effect<A, E2, R2>) => Effect.Effect<A, E2, R2>,
  hasCommands = false
) =>
  Layer.effectContext(
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      const state = yield* StateStore
      return Context.make(Warehouse, {
        ...warehouse,
        insert: (table, rows, options) => write(warehouse.insert(table, rows, options)),
        command: (...statement) =>
          hasCommands ? write(warehouse.command(...statement)) : warehouse.command(...statement)
      }).pipe(Context.add(StateStore, { ...state, transaction: (effect) => write(state.transaction(effect)) }))
    })
  ).pipe(Layer.provide(stores))

/** Wraps the stores so that their n-th write (from 1 on) never returns: it prints `here` before or after it, and waits for SIGKILL. */
export const stopAtWrite = <E, R>(stores: Layer.Layer<Stores, E, R>, n: number, when: string, hasCommands = false) => {
  let writes = 0
  const stop = Effect.sync(() => console.log("here")).pipe(Effect.andThen(Effect.never))
  const write = <A, E2, R2>(effect: Effect.Effect<A, E2, R2>) =>
    Effect.suspend(() => {
      writes += 1
      if (writes !== n) return effect
      return when === "before" ? stop : Effect.andThen(effect, stop)
    })
  return withWrites(stores, write, hasCommands)
}

/** Keeps the process alive while an effect that never ends is all that it runs. */
export const stayAlive = (): void => {
  setInterval(() => {}, 1000)
}
