/** What the count model and the classical tests say of simulated series of one setting. A worker of `calibration.ts`. */
import { parentPort } from "node:worker_threads"
import { levelAndSeason, time } from "@corridor/flow-statistics/model/columns"
import { type Change, describeChange } from "@corridor/flow-statistics/model/describeChange"
import { dateLevel, describeIntervention } from "@corridor/flow-statistics/model/describeIntervention"
import { judgeBySwings, slowSwings } from "@corridor/flow-statistics/model/slowSwings"
import { meanOf } from "@corridor/flow-statistics/numeric/moments"
import { seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { countRegression } from "@corridor/flow-statistics/trend/countRegression"
import { trendTests } from "@corridor/flow-statistics/trend/mannKendall"
import { overSuppressed } from "../../../release/trends/overSuppressed.ts"
import { boundsOf, draw, optionsOf, type Setting } from "./simulatedSeries.ts"

export interface StudyRequest {
  readonly setting: Setting
  readonly series: number
  readonly seed: number
  /** Whether only the classical tests are asked. */
  readonly isTestsOnly?: boolean
}

/** Shares of series, by what is true of them. */
export type Shares = ReadonlyMap<string, number>

/** Returns p of a steady change of ln(count + 0.5) by its slow swings alone. */
const slowSwingsP = (values: Float64Array, season: number): number => {
  const points = values.length
  const swings = slowSwings({
    columns: [...levelAndSeason(points, season), time(points)],
    mean: new Float64Array(points).fill(meanOf(values) + 0.5),
    working: values.map((count) => Math.log(count + 0.5)),
    plausible: []
  })
  return swings === undefined ? 1 : judgeBySwings(swings).p
}

const namesOfTests = (values: Float64Array, season: number): ReadonlyArray<string> => {
  const p: Readonly<Record<string, number>> = {
    ...Object.fromEntries(Object.entries(trendTests(values)).map(([name, one]) => [name, one.p])),
    regression: countRegression({ values, season })?.p ?? 1,
    slowSwings: slowSwingsP(values, season)
  }
  return Object.entries(p).flatMap(([name, one]) => (one < 0.05 ? [`test ${name}`] : []))
}

/** Returns 1 for a stated rise, -1 for a stated fall, 0 if no change is stated. */
const signOf = ({ direction, step }: Change): number => {
  if (direction === "rising") return 1
  if (direction === "falling") return -1
  return direction === "change of level" ? Math.sign(step?.change.value ?? 0) : 0
}

const describe = (values: Float64Array, setting: Setting): Change => {
  const options = optionsOf(setting)
  if (setting.hidden === undefined) return describeChange(values, options)
  const { change, isSame } = overSuppressed(boundsOf(values, setting.hidden), options)
  return isSame ? change : { ...change, direction: "cannot say" }
}

const namesOfModel = (values: Float64Array, setting: Setting): ReadonlyArray<string> => {
  const truth = setting.slope ?? 0
  const options = optionsOf(setting)
  const change = describe(values, setting)
  const { trend, direction } = change
  const isNull = setting.slope === undefined && setting.level === undefined
  const dated =
    setting.n >= 24 && setting.joins === undefined && setting.hidden === undefined && isNull
      ? describeIntervention(values, { at: setting.n / 2, season: options.season })
      : undefined
  const sign = signOf(change)
  return [
    direction === "rising" || direction === "falling" ? "steady" : direction,
    ...(sign === 0 ? [] : ["stated"]),
    ...(sign === Math.sign(truth + (setting.level ?? 0)) && sign !== 0 ? ["right"] : []),
    ...(trend === undefined ? ["no interval"] : trend.low <= truth && truth <= trend.high ? ["covered"] : []),
    ...(dated === undefined ? [] : ["dated"]),
    ...(dated !== undefined && dated.p < dateLevel ? ["dated change"] : []),
    ...(dated !== undefined && dated.level.low <= 0 && dated.level.high >= 0 ? ["dated covered"] : [])
  ]
}

const study = ({ setting, series, seed, isTestsOnly = false }: StudyRequest): Shares => {
  const random = seededNumbers(seed)
  const shares = new Map<string, number>()
  for (let k = 0; k < series; k++) {
    const values = draw(setting, random)
    const names = namesOfTests(values, optionsOf(setting).season)
    for (const name of isTestsOnly ? names : [...names, ...namesOfModel(values, setting)])
      shares.set(name, (shares.get(name) ?? 0) + 1 / series)
  }
  return shares
}

parentPort?.on("message", (request: StudyRequest) => parentPort?.postMessage(study(request)))
