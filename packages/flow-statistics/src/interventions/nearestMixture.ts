import { Matrix, solve } from "ml-matrix"
import { dot } from "../numeric/dot.ts"

/** Returns weights of any sign that sum to 1, of the point nearest to 0 on the affine hull of some points. */
const affineWeights = (points: ReadonlyArray<Float64Array>): Float64Array => {
  const k = points.length
  const scale = points.reduce((most, point) => Math.max(most, dot(point, point)), 0) || 1
  const system = Matrix.zeros(k + 1, k + 1)
  for (let i = 0; i < k; i++) {
    system.set(i, k, 1)
    system.set(k, i, 1)
    for (let j = 0; j < k; j++) system.set(i, j, dot(points[i] as Float64Array, points[j] as Float64Array) / scale)
  }
  const right = Matrix.zeros(k + 1, 1)
  right.set(k, 0, 1)
  return Float64Array.from(solve(system, right, true).getColumn(0).slice(0, k))
}

const mix = (points: ReadonlyArray<Float64Array>, weights: ArrayLike<number>): Float64Array => {
  const sum = new Float64Array((points[0] as Float64Array).length)
  points.forEach((point, i) => {
    for (let t = 0; t < sum.length; t++) sum[t] = (sum[t] as number) + (weights[i] as number) * (point[t] as number)
  })
  return sum
}

/** Accepted remaining gain, as a share of the squared distance. */
const tolerance = 1e-12

/**
 * Returns non-negative weights that sum to 1, of the mixture of `donors` with the smallest squared distance to `target`, by Wolfe's algorithm
 * for the nearest point of a polytope (1976), which is finite and exact. If several mixtures are nearest, it returns one of them.
 */
export const nearestMixture = (target: ArrayLike<number>, donors: ReadonlyArray<ArrayLike<number>>): Float64Array => {
  const points = donors.map((donor) => Float64Array.from(donor, (value, t) => value - (target[t] as number)))
  const scale = points.reduce((most, point) => Math.max(most, dot(point, point)), 0)
  const nearest = points.reduce(
    (best, point, i) =>
      dot(point, point) < dot(points[best] as Float64Array, points[best] as Float64Array) ? i : best,
    0
  )
  let corral = [nearest]
  let weights = Float64Array.of(1)
  let x = points[nearest] as Float64Array
  for (let round = 0; round < 50 * points.length; round++) {
    const towards = points.reduce(
      (best, point, i) => (dot(point, x) < dot(points[best] as Float64Array, x) ? i : best),
      0
    )
    if (dot(x, x) - dot(points[towards] as Float64Array, x) <= tolerance * scale || corral.includes(towards)) break
    corral = [...corral, towards]
    weights = Float64Array.of(...weights, 0)
    for (;;) {
      const own = corral.map((i) => points[i] as Float64Array)
      const next = affineWeights(own)
      if (next.every((weight) => weight > 1e-14)) {
        weights = next as Float64Array<ArrayBuffer>
        x = mix(own, weights)
        break
      }
      // Moves towards the nearest point of the hull while all weights are above 0; points with weight 0 leave.
      let share = 1
      next.forEach((weight, i) => {
        const now = weights[i] as number
        if (weight <= 1e-14 && now > weight) share = Math.min(share, now / (now - weight))
      })
      const moved = weights.map((weight, i) => weight + share * ((next[i] as number) - weight))
      const least = Math.min(...moved)
      const kept = corral.map((_, i) => (moved[i] as number) > Math.max(1e-14, least))
      corral = corral.filter((_, i) => kept[i])
      const rest = moved.filter((_, i) => kept[i])
      const sum = rest.reduce((total, weight) => total + weight, 0)
      weights = rest.map((weight) => weight / sum) as Float64Array<ArrayBuffer>
      x = mix(
        corral.map((i) => points[i] as Float64Array),
        weights
      )
    }
  }
  const all = new Float64Array(points.length)
  corral.forEach((i, k) => {
    all[i] = weights[k] as number
  })
  return all
}
