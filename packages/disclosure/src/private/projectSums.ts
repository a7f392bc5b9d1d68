import type { Relations } from "../system/LinkedSystem.ts"

/** Most steps of the iteration, and how far sums may fail in the end, in persons. */
const mostSteps = 20_000
const tolerance = 1e-7

/** How far each sum fails: total less parts. */
const failures = ({ count, start, part, total }: Relations, cells: Float64Array): Float64Array => {
  const found = new Float64Array(count)
  for (let r = 0; r < count; r++) {
    let gap = cells[total[r] as number] as number
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) gap -= cells[part[at] as number] as number
    found[r] = gap
  }
  return found
}

/** The same matrix the other way round: what weights on sums do to cells. */
const spread = ({ count, start, part, total }: Relations, weight: Float64Array, cells: number): Float64Array => {
  const found = new Float64Array(cells)
  for (let r = 0; r < count; r++) {
    const own = weight[r] as number
    const whole = total[r] as number
    found[whole] = (found[whole] as number) + own
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const cell = part[at] as number
      found[cell] = (found[cell] as number) - own
    }
  }
  return found
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0)

/**
 * The cells nearest to these, in squares, of which every sum holds: with noise of one variance on each cell the best linear unbiased
 * estimate (Hay, Rastogi, Miklau and Suciu 2010, "Boosting the Accuracy of Differentially Private Histograms Through Consistency").
 * Conjugate gradients on the sums' normal equations; sums that follow from others do no harm. Undefined where it does not settle.
 */
export const projectSums = (relations: Relations, cells: Float64Array): Float64Array | undefined => {
  const lambda = new Float64Array(relations.count)
  const rest = failures(relations, cells)
  const direction = rest.slice()
  let size = dot(rest, rest)
  const enough = tolerance * tolerance
  for (let step = 0; size > enough; step++) {
    if (step === mostSteps) return undefined
    const moved = failures(relations, spread(relations, direction, cells.length))
    const along = size / dot(direction, moved)
    for (let r = 0; r < lambda.length; r++) {
      lambda[r] = (lambda[r] as number) + along * (direction[r] as number)
      rest[r] = (rest[r] as number) - along * (moved[r] as number)
    }
    const next = dot(rest, rest)
    for (let r = 0; r < direction.length; r++)
      direction[r] = (rest[r] as number) + (next / size) * (direction[r] as number)
    size = next
  }
  const change = spread(relations, lambda, cells.length)
  return cells.map((value, cell) => value - (change[cell] as number))
}
