/** How often statements about series are wrong, read from the page that the calibration writes (`docs/reference/calibration.md`). */
import { readFileSync } from "node:fs"

/** A share of series in per cent: the mean and the most over the settings. */
interface Share {
  readonly mean: number
  readonly most: number
}

/** A share in per cent from each point to the next, or a factor at one point. */
export interface Change {
  readonly kind: "steady" | "level"
  readonly size: number
}

export interface Calibration {
  /** Simulated series in each setting, and number of settings. */
  readonly series: number
  readonly settings: number
  /** False statements where nothing happens, by kind, and in any kind. */
  readonly wrong: Readonly<Record<"steady" | "level" | "either", Share>>
  /** Changes of which "no change" was stated. */
  readonly missed: Share
  /** 95 % intervals of the yearly change that contain the truth: the mean and the least. */
  readonly covered: { readonly mean: number; readonly least: number }
  /** Where nothing happens, by number of points. */
  readonly byPoints: ReadonlyArray<{ readonly points: number; readonly wrong: number; readonly unsaid: number }>
  /** Changes: what was drawn, and how often a change was stated in the worst setting that differs in nothing of these. */
  readonly found: ReadonlyArray<{
    readonly points: number
    readonly mean: number
    readonly change: Change
    readonly found: number
    readonly unsaid: number
  }>
}

type Row = Readonly<Record<string, string>>

const tableBelow = (text: string, heading: string): ReadonlyArray<Row> => {
  const lines = text.slice(text.indexOf(`## ${heading}`)).split("\n")
  const from = lines.findIndex((line) => line.startsWith("|"))
  const to = lines.findIndex((line, i) => i > from && !line.startsWith("|"))
  const cells = lines.slice(from, to < 0 ? undefined : to).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((one) => one.trim())
  )
  const [head = [], , ...rows] = cells
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""])))
}

/** Reads a number at the beginning of a text, with separators of thousands. */
const parseNumber = (text = ""): number => Number.parseFloat(text.replaceAll(",", ""))

const numberIn = (row: Row, name: string): number => parseNumber(row[name])

const meanOf = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

const shareOf = (values: ReadonlyArray<number>): Share => ({ mean: meanOf(values), most: Math.max(...values) })

const [steady, level, unsaid] = ["steady change stated", "change of level stated", "cannot say"] as const

const statedIn = (row: Row): number => numberIn(row, steady) + numberIn(row, level)

const changeIn = ({ setting = "" }: Row): Change => {
  const factor = /level × ([\d.]+)/.exec(setting)?.[1]
  if (factor !== undefined) return { kind: "level", size: Number(factor) }
  return { kind: "steady", size: Number(/(-?[\d.]+) % a point/.exec(setting)?.[1]) }
}

const drawnIn = (row: Row) => ({ points: numberIn(row, "points"), mean: numberIn(row, "mean"), change: changeIn(row) })

/** Reads the calibration's page. */
export const readCalibration = (text: string): Calibration => {
  const nothing = tableBelow(text, "Nothing happens")
  const something = tableBelow(text, "Something happens")
  const [, series, settings] = /([\d,]+) simulated series in each of ([\d,]+) settings/.exec(text) ?? []
  const covered = nothing.map((row) => numberIn(row, "95 % interval of the trend covers")).filter((value) => value > 0)
  return {
    series: parseNumber(series),
    settings: parseNumber(settings),
    wrong: {
      steady: shareOf(nothing.map((row) => numberIn(row, steady))),
      level: shareOf(nothing.map((row) => numberIn(row, level))),
      either: shareOf(nothing.map(statedIn))
    },
    missed: shareOf(something.map((row) => 100 - statedIn(row) - numberIn(row, unsaid))),
    covered: { mean: meanOf(covered), least: Math.min(...covered) },
    byPoints: [...Map.groupBy(nothing, (row) => numberIn(row, "points"))]
      .map(([points, rows]) => ({
        points,
        wrong: Math.max(...rows.map(statedIn)),
        unsaid: meanOf(rows.map((row) => numberIn(row, unsaid)))
      }))
      .sort((a, b) => a.points - b.points),
    found: [...Map.groupBy(something, (row) => JSON.stringify(drawnIn(row)))].map(([drawn, rows]) => ({
      ...(JSON.parse(drawn) as ReturnType<typeof drawnIn>),
      found: Math.min(...rows.map(statedIn)),
      unsaid: Math.max(...rows.map((row) => numberIn(row, unsaid)))
    }))
  }
}

/** Returns the calibration of this version. */
export const calibration = (): Calibration =>
  readCalibration(readFileSync(new URL("../../../docs/reference/calibration.md", import.meta.url), "utf8"))
