/** Visits every state that a model can reach, breadth first, so that a counterexample is a shortest one. */

export interface Model<S> {
  readonly start: S
  /** The steps that are possible in a state, each with its name and the next state. */
  readonly steps: (state: S) => ReadonlyArray<readonly [step: string, next: S]>
  /** What is wrong with a state; undefined if nothing is. */
  readonly problemOf: (state: S) => string | undefined
}

export interface Exploration {
  readonly states: number
  /** The names of all steps that happened. */
  readonly steps: ReadonlySet<string>
  /** The shortest way to a wrong state, as the names of its steps, and what is wrong there. */
  readonly counterexample: { readonly problem: string; readonly way: ReadonlyArray<string> } | undefined
}

/** States are compared as JSON. */
export const explore = <S>({ start, steps, problemOf }: Model<S>): Exploration => {
  const from = new Map<string, readonly [key: string, step: string] | undefined>([[JSON.stringify(start), undefined]])
  const wayTo = (key: string): ReadonlyArray<string> => {
    const way: Array<string> = []
    for (let before = from.get(key); before !== undefined; before = from.get(before[0])) way.unshift(before[1])
    return way
  }
  const happened = new Set<string>()
  let level: ReadonlyArray<string> = [...from.keys()]
  while (level.length > 0) {
    const next: Array<string> = []
    for (const key of level)
      for (const [step, state] of steps(JSON.parse(key) as S)) {
        happened.add(step)
        const reached = JSON.stringify(state)
        if (from.has(reached)) continue
        from.set(reached, [key, step])
        const problem = problemOf(state)
        if (problem !== undefined)
          return { states: from.size, steps: happened, counterexample: { problem, way: wayTo(reached) } }
        next.push(reached)
      }
    level = next
  }
  return { states: from.size, steps: happened, counterexample: undefined }
}
