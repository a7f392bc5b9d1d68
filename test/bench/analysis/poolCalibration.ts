/** How often pooled estimates' intervals contain the true growth of small series. A section of the calibration page. */
import { describeChange } from "@corridor/flow-statistics/model/describeChange"
import { poolTrends } from "@corridor/flow-statistics/model/poolTrends"
import { type SeededNumbers, seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { head, percent, row } from "./tableLines.ts"

interface Setting {
  readonly series: number
  readonly points: number
  /** Median of the series' means, which differ by a factor of e^±0.5. */
  readonly mean: number
  readonly memory: number
  /** Standard deviation of relative deviations. */
  readonly deviation: number
  /** Typical change of ln mean per point, and its standard deviation between series. */
  readonly typical: number
  readonly spread: number
}

const settings: ReadonlyArray<Setting> = [
  { series: 30, points: 36, mean: 2, memory: 0.3, deviation: 0.3, typical: 0.01, spread: 0.02 },
  { series: 30, points: 60, mean: 5, memory: 0.3, deviation: 0.3, typical: 0.01, spread: 0.01 },
  { series: 30, points: 60, mean: 2, memory: 0, deviation: 0, typical: 0, spread: 0 },
  { series: 30, points: 10, mean: 8, memory: 0, deviation: 0.2, typical: 0.05, spread: 0.05 },
  { series: 10, points: 36, mean: 3, memory: 0.3, deviation: 0.3, typical: 0.01, spread: 0.02 },
  { series: 60, points: 48, mean: 1, memory: 0.3, deviation: 0.3, typical: 0, spread: 0.02 },
  { series: 30, points: 60, mean: 10, memory: 0.6, deviation: 0.3, typical: 0, spread: 0.01 },
  { series: 30, points: 60, mean: 10, memory: 0.8, deviation: 0.3, typical: 0, spread: 0.005 }
]

const draw = ({ points, mean, memory, deviation }: Setting, growth: number, random: SeededNumbers): Float64Array => {
  const level = mean * Math.exp(0.5 * random.normal() - (deviation * deviation) / 2)
  let noise = deviation * random.normal()
  return Float64Array.from({ length: points }, (_, t) => {
    const count = random.poisson(level * Math.exp(noise + growth * (t - (points - 1) / 2)))
    noise = memory * noise + Math.sqrt(1 - memory * memory) * deviation * random.normal()
    return count
  })
}

const study = (setting: Setting, count: number, seed: number) => {
  const random = seededNumbers(seed)
  let [inside, all, width, aloneWidth, alone, typicalInside, worlds] = [0, 0, 0, 0, 0, 0, 0]
  for (; all < count; worlds++) {
    const growths = Array.from({ length: setting.series }, () => setting.typical + setting.spread * random.normal())
    const series = growths.map((growth) => draw(setting, growth, random))
    const pooled = poolTrends(series, { season: 1 })
    if (pooled === undefined) continue
    pooled.estimates.forEach(({ low, high }, i) => {
      all += 1
      width += high - low
      if (low <= (growths[i] as number) && (growths[i] as number) <= high) inside += 1
    })
    if (pooled.typical.low <= setting.typical && setting.typical <= pooled.typical.high) typicalInside += 1
    const { trend } = describeChange(series[0] as Float64Array, { season: 1 })
    if (trend !== undefined) {
      alone += 1
      aloneWidth += trend.high - trend.low
    }
  }
  return {
    inside: inside / all,
    typical: typicalInside / worlds,
    narrower: width / all / (aloneWidth / alone)
  }
}

/** Returns the section of the page. */
export const poolCalibration = (count: number): ReadonlyArray<string> => [
  "## Many small series together",
  "",
  `\`analyse many --pool\` on at least ${count} simulated series in each setting (\`--parts pool\`). Growth differs between series; both numbers are changes of ln mean per point.`,
  "",
  ...head([
    "series",
    "points",
    "mean",
    "memory",
    "deviation",
    "typical growth",
    "spread",
    "95 % interval contains a series' growth",
    "the typical growth",
    "width over that of the series alone"
  ]),
  ...settings.map((setting, i) => {
    const { inside, typical, narrower } = study(setting, count, 4_001 + i)
    const line = row([...Object.values(setting).map(String), percent(inside), percent(typical), narrower.toFixed(2)])
    console.error(line)
    return line
  }),
  ""
]
