/** A store for processes that are killed: it stops for ever at one of its writes. */
import { Effect, Layer } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"

/**
 * Wraps the store so that its n-th insert (from 1 on) never returns: it prints `here` before or after it has written, and waits for
 * SIGKILL.
 */
export const stopAtWrite = <E, R>(store: Layer.Layer<Warehouse, E, R>, n: number, when: string) =>
  Layer.effect(
    Warehouse,
    Effect.map(Warehouse, (warehouse) => {
      let writes = 0
      const stop = Effect.sync(() => console.log("here")).pipe(Effect.andThen(Effect.never))
      return Warehouse.of({
        ...warehouse,
        insert: (table, rows, options) => {
          writes += 1
          const write = warehouse.insert(table, rows, options)
          if (writes !== n) return write
          return when === "before" ? stop : Effect.andThen(write, stop)
        }
      })
    })
  ).pipe(Layer.provide(store))

/** Keeps the process alive while an effect that never ends is all that it runs. */
export const stayAlive = (): void => {
  setInterval(() => {}, 1000)
}
