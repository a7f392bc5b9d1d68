import { seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"

/** Invented monthly counts of corridors: overdispersed, with a season, a trend and steps in some of them. */
export const corridorSeries = (count: number, months: number, seed = 7): ReadonlyArray<Float64Array> => {
  const chance = seededNumbers(seed)
  return Array.from({ length: count }, () => {
    const level = 2 + chance.gamma(2) * 15
    const season = chance.next() < 0.5 ? 0 : 0.5 * chance.next()
    const trend = chance.next() < 0.4 ? 0 : chance.normal() * 0.004
    const step = { at: chance.below(months), by: chance.next() < 0.5 ? 1 : 0.4 + 2 * chance.next() }
    return Float64Array.from({ length: months }, (_, t) => {
      const mean =
        level * Math.exp(trend * t) * (1 + season * Math.sin((2 * Math.PI * t) / 12)) * (t >= step.at ? step.by : 1)
      return chance.poisson(mean * (chance.gamma(4) / 4))
    })
  })
}
