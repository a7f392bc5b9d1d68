/** Choices that a seed decides. */
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
export interface Dice {
  /** 0 to `below` - 1. */
  readonly number: (below: number) => number
  readonly chance: (share: number) => boolean
  readonly one: <A>(of: ReadonlyArray<A>) => A
  readonly some: <A>(of: ReadonlyArray<A>, most: number) => ReadonlyArray<A>
}

export const makeDice = (seed: number): Dice => {
  const next = mulberry32(seed)
  const number = (below: number): number => Math.floor(next() * below)
  return {
    number,
    chance: (share) => next() < share,
    one: (of) => of[number(of.length)] as (typeof of)[number],
    some: (of, most) => {
      const left = [...of]
      const taken: Array<(typeof of)[number]> = []
      for (let n = number(most + 1); n > 0 && left.length > 0; n--) taken.push(...left.splice(number(left.length), 1))
      return taken
    }
  }
}
