/** Random numbers that a seed reproduces. */
import { mulberry32 } from "../../ingest/demo/mulberry32.ts"

export interface SeededRandom {
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly next: () => number
  /** A whole number from `from` to `to`, both inclusive. */
  readonly whole: (from: number, to: number) => number
  readonly pick: <A>(items: ReadonlyArray<A>) => A
  readonly uuid: () => string
}

export const seededRandom = (seed: number): SeededRandom => {
  const next = mulberry32(seed)
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const hex = (digits: number) => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join("")
  return {
    next,
    whole,
    pick: (items) => items[whole(0, items.length - 1)] as (typeof items)[number],
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${whole(8, 11).toString(16)}${hex(3)}-${hex(12)}`
  }
}

/** The seed of this run: `CORRIDOR_TEST_SEED`, or a new one. It is printed, so that a failure can be reproduced. */
export const printedSeed = (what: string): number => {
  const seed = Number(process.env["CORRIDOR_TEST_SEED"] ?? Math.floor(Math.random() * 1e9))
  console.log(`${what}: CORRIDOR_TEST_SEED=${seed}`)
  return seed
}
