/** Keeps V8's heap close to the size of the live objects, for processes that must stay small while they run. */
import { setFlagsFromString } from "node:v8"
import { Effect } from "effect"

/**
 * Percentage by which the heap may grow before V8 collects garbage. By default V8 lets the heap grow to several times the size of the live
 * objects.
 */
const growth = 70

export const limitHeapGrowth: Effect.Effect<void> = Effect.sync(() =>
  setFlagsFromString(`--heap-growing-percent=${growth}`)
)
