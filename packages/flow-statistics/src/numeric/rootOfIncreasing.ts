/** Width of the bracket in which a root is known in the end, as a share of that at first. */
const closeness = 1e-10
/** Share of the bracket by which a guess is moved towards its middle at first, so that both ends move. */
const towardsMiddle = 0.2

/**
 * Returns the point between `low` and `high` at which an increasing function is 0, or the end that is nearer to it, by false position that never needs more than
 * one step more than halving (Oliveira and Takahashi 2020).
 */
export const rootOfIncreasing = (of: (x: number) => number, low: number, high: number): number => {
  let [a, b, atA, atB] = [low, high, of(low), of(high)]
  if (!(atA < 0)) return low
  if (!(atB > 0)) return high
  const near = (closeness * (high - low)) / 2
  for (let slack = (high - low) * 2; b - a > 2 * near; slack /= 2) {
    const middle = (a + b) / 2
    // No number is between them.
    if (middle <= a || middle >= b) break
    const line = (a * atB - b * atA) / (atB - atA)
    const off = Number.isFinite(line) ? middle - line : 0
    const moved = Math.max(0, Math.abs(off) - (towardsMiddle * (b - a) ** 2) / (high - low))
    const x = middle - Math.sign(off) * Math.min(moved, Math.max(0, (slack - (b - a)) / 2))
    const here = of(x)
    if (here < 0) [a, atA] = [x, here]
    else [b, atB] = [x, here]
  }
  return (a + b) / 2
}
