/** Choices that a seed decides. */
export interface Dice {
  /** 0 to `below` - 1. */
  readonly number: (below: number) => number
  readonly chance: (share: number) => boolean
  readonly one: <A>(of: ReadonlyArray<A>) => A
  readonly some: <A>(of: ReadonlyArray<A>, most: number) => ReadonlyArray<A>
}

/** Mulberry32. */
export const makeDice = (seed: number): Dice => {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
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
