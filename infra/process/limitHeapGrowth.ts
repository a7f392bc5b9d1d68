/** Keeps V8's heap near what lives in it, for a process that must stay small for as long as it runs. */
import { setFlagsFromString } from "node:v8"
import { Effect } from "effect"

/**
 * By itself V8 lets the heap grow to several times what lives before it marks all objects: from run to run the same load took 90 to 170
 * MB (2026-11-26). Now it marks when the heap has grown by this many hundredths: 12 times in four million records and not ten, and 90 MB.
 */
const growth = 70

export const limitHeapGrowth: Effect.Effect<void> = Effect.sync(() =>
  setFlagsFromString(`--heap-growing-percent=${growth}`)
)
