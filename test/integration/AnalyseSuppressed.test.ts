/** What suppressed cells do to the answers of `analyse`: each holds for all values that they can have, and says how much they widen it. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "./inProcess.ts"

const folder = testFolder("analyse-suppressed")
const data = join(folder, "data")

const table = (name: string, rows: ReadonlyArray<ReadonlyArray<string | number>>) => {
  const path = join(folder, `${name}.csv`)
  writeFileSync(path, `${rows.map((row) => row.join(",")).join("\n")}\n`)
  return path
}

const month = (i: number) => `${2015 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`

const series = (name: string, values: ReadonlyArray<string | number>) =>
  table(name, [["period", "value"], ...values.map((value, i) => [month(i), value])])

const analyse = <A>(verb: string, input: string, ...more: ReadonlyArray<string>) =>
  runJson<A>(["analyse", verb, "--input", input, ...more], { data })

const wordsOf = async (verb: string, input: string, ...more: ReadonlyArray<string>) =>
  (await runCli(["analyse", verb, "--input", input, ...more], { data })).stdout

/** Counts with a season of a year, noise and growth, of which those below 5 are suppressed if there is a mark for them. */
const counts = (mark: string | undefined, growth = 0.2) =>
  Array.from({ length: 60 }, (_, i) => {
    const count = Math.round(6 + growth * i + 5 * Math.sin((i * Math.PI) / 6) + ((i * 7) % 5))
    return mark !== undefined && count < 5 ? mark : count
  })

/** Counts of which nearly all are suppressed, and the others are alike. */
const nearlyAll = Array.from({ length: 48 }, (_, i) => (i % 12 === 5 ? 11 : "*"))

const marks = ["*", "c", "<=4"]

describe("suppressed cells", () => {
  it("widen the interval of a trend, and the words say how much", async () => {
    interface Found {
      readonly verdict: string
      readonly uncertainty?: { readonly widening: number }
    }
    const reachOf = ({ verdict }: Found) => {
      const [, low, high] = /interval (\S+) % to (\S+) %/.exec(verdict) ?? []
      return Number(high) - Number(low)
    }
    const exact = await analyse<Found>("trend", series("exact", counts(undefined)))
    for (const mark of marks) {
      const hidden = await analyse<Found>("trend", series("hidden", counts(mark)), "--suppressed", "1:4")
      assert.match(hidden.verdict, /^Rising: .* they make the interval \d+\.\d times as wide\.$/, mark)
      assert.isAtLeast(reachOf(hidden), reachOf(exact))
      assert.isAbove(hidden.uncertainty?.widening ?? 0, 1)
    }
  })

  it("leave no answer at the middle of their intervals where the answer depends on them", async () => {
    const { verdict } = await analyse<{ readonly verdict: string }>(
      "trend",
      series("open", nearlyAll),
      "--suppressed",
      "1:10"
    )
    assert.match(verdict, /^Cannot say: it depends on the 44 suppressed or rounded values: /)
    assert.match(verdict, /rising.* a year/)
    assert.notMatch(verdict, /at the middle.*: (Rising|Falling|Change|No detectable)/i)
    assert.notInclude(verdict, "cannot say,")
  })

  it("leave no change of level whose direction depends on them", async () => {
    const up = Array.from({ length: 40 }, (_, i) => (i < 20 ? "*" : 50 + ((i * 3) % 4)))
    const { direction } = await analyse<{ readonly direction: string }>(
      "trend",
      series("up-or-down", up),
      ...["--suppressed", "1:400", "--season", "1"]
    )
    assert.strictEqual(direction, "cannot say")
  })

  it("decide whether there is a season: none is found, or excluded, at the middle alone", async () => {
    interface Found {
      readonly verdict: string
      readonly tests: object
      readonly uncertainty: object
    }
    const open = await analyse<Found>("seasonality", series("season-open", nearlyAll), "--suppressed", "1:10")
    assert.match(
      open.verdict,
      /^Cannot say whether there is a season: it depends on the 44 suppressed or rounded values/
    )
    const held = await analyse<Found>("seasonality", series("season", counts("*", 0)), "--suppressed", "1:4")
    assert.match(held.verdict, /^There is a season, .*This holds for all values .* that were tried/)
    assert.notMatch(await wordsOf("seasonality", series("season-open", nearlyAll), "--suppressed", "1:10"), /Peak May/)
  })

  it("widen a forecast, and the words say how many there are and how much", async () => {
    interface Found {
      readonly points: ReadonlyArray<{ readonly value: number; readonly low: number; readonly high: number }>
      readonly verdict: string
      readonly uncertainty?: { readonly points: number; readonly widening: number }
    }
    const last = Array.from({ length: 40 }, (_, i) => (i < 36 ? 30 + ((i * 7) % 5) : "*"))
    for (const mark of marks) {
      const values = last.map((value) => (value === "*" ? mark : value))
      const hidden = await analyse<Found>("forecast", series("last", values), "--suppressed", "0:4", "--season", "1")
      assert.strictEqual(hidden.uncertainty?.points, 4)
      assert.isAbove(hidden.uncertainty?.widening ?? 0, 1)
      assert.match(hidden.verdict, /The 4 suppressed or rounded values make the interval \d+\.\d times as wide\./, mark)
    }
    assert.isUndefined(
      (await analyse<Found>("forecast", series("whole", last.slice(0, 36)), "--season", "1")).uncertainty
    )
  })

  it("leave open how good a forecast is if its errors are those of hidden values", async () => {
    const all = series("all", new Array<string>(30).fill("*"))
    const { verdict } = await analyse<{ readonly verdict: string }>(
      "forecast",
      all,
      ...["--suppressed", "1:10", "--season", "1"]
    )
    assert.notMatch(verdict, /better forecast|contained 0 %|never differed/)
    const words = await wordsOf("forecast", all, "--suppressed", "1:10", "--season", "1")
    for (const line of words.split("\n").filter((one) => one.startsWith("2017-"))) assert.notInclude(line, ".")
  })

  it("widen what is estimated from many series together", async () => {
    const rows = (mark: string | undefined) =>
      Array.from({ length: 8 }, (_, s) =>
        Array.from({ length: 12 }, (_, i) => {
          const count = 4 + s + ((i * (s + 3)) % 6)
          return [`K${s}`, 2008 + i, mark !== undefined && count < 8 ? mark : count]
        })
      ).flat()
    interface Found {
      readonly pooled: { readonly typical: { readonly low: number; readonly high: number }; readonly widening?: number }
    }
    const pooledOf = async (mark: string | undefined) =>
      analyse<Found>(
        "many",
        table("pooled", [["place", "period", "value"], ...rows(mark)]),
        ...["--series", "place", "--pool", "--suppressed", "1:7"].slice(0, mark === undefined ? 3 : 5)
      )
    const [exact, hidden] = [await pooledOf(undefined), await pooledOf("*")]
    assert.isBelow(hidden.pooled.typical.low, exact.pooled.typical.low)
    assert.isAbove(hidden.pooled.typical.high, exact.pooled.typical.high)
    assert.isAbove(hidden.pooled.widening ?? 0, 1)
    const words = await wordsOf(
      "many",
      join(folder, "pooled.csv"),
      ...["--series", "place", "--pool", "--suppressed", "1:7"]
    )
    assert.match(words, /make the interval of the typical series \d+\.\d times as wide/)
  })

  it("are refused where delays are read, without flags that the command lacks", async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [month(i), month(i), i % 5 === 0 ? "*" : 20])
    const input = table("loaded", [["period", "loaded", "value"], ...rows])
    const { problems } = await runJson<{ readonly problems: ReadonlyArray<{ readonly expected: string }> }>(
      ["analyse", "nowcast", "--input", input],
      { data },
      1
    )
    assert.lengthOf(problems, 6)
    for (const { expected } of problems) assert.notMatch(expected, /--(low|high|suppressed)/)
  })

  it("are intervals of persons in flows, and nowhere half a person", async () => {
    const places = ["MDA", "ROU", "RUS", "UKR"]
    const pairs = places.flatMap((from, i) =>
      places.flatMap((to, j) => (from === to ? [] : [[from, to, (i + j) % 2 === 0 ? "*" : 15 + 7 * i]]))
    )
    const flows = table("flows", [["origin", "destination", "persons"], ...pairs, ["", "UKR", "*"]])
    const routes = table("routes", [
      ["route", "persons"],
      ["MDA>ROU>RUS", "*"],
      ["UKR>ROU>RUS", 30],
      ["UKR>RUS", "<=3"]
    ])
    const sumOf = (end: 0 | 1, place: string) =>
      pairs.reduce((sum, pair) => sum + (pair[end] !== place ? 0 : pair[2] === "*" ? 6 : Number(pair[2])), 0)
    const margins = table("margins", [
      ["origin", "destination", "persons"],
      ...pairs.map(([from, to, count]) => [from, to, count] as ReadonlyArray<string | number>),
      ...places.map((place) => [place, "Total", sumOf(0, place)] as const),
      ...places.map((place) => ["Total", place, sumOf(1, place)] as const)
    ])
    const counts = new Set([
      ...["persons", "out", "in", "net", "gross", "domestic", "origin", "through", "destination"],
      ...["withTransit", "unknownEnds"]
    ])
    /** Numbers of persons in a document, by their path. */
    const personsIn = (one: unknown, path: string, isCount = false): ReadonlyArray<readonly [string, number]> =>
      typeof one === "number"
        ? isCount
          ? [[path, one]]
          : []
        : Object.entries(typeof one === "object" && one !== null ? one : {}).flatMap(([key, value]) =>
            personsIn(value, `${path}.${key}`, counts.has(key) || (isCount && ["value", "low", "high"].includes(key)))
          )
    for (const input of [flows, routes, margins]) {
      const document = await analyse("flows", input, "--suppressed", "1:10")
      const found = personsIn(document, "")
      assert.isAbove(found.length, 20)
      for (const [path, value] of found) assert.isTrue(Number.isInteger(value), path)
      const words = await wordsOf("flows", input, "--suppressed", "1:10")
      assert.match(words, input === margins ? /^228 persons/ : /^\d+ to \d+ persons with both ends known/)
      const tables = words.slice(0, words.indexOf("\nindex "))
      assert.notMatch(tables.replace(/[\d.]+( to [\d.]+)? %|-?[\d.]+( to -?[\d.]+)?$/gm, ""), /\d\.\d/)
    }
    assert.match(await wordsOf("flows", flows, "--suppressed", "1:10"), /\nMDA > RUS +1 to 10 /)
  })

  it("are a range in the number of persons on lists", async () => {
    const lists = [
      [1, 0, 0, 140],
      [0, 1, 0, 120],
      [0, 0, 1, 90],
      [1, 1, 0, 24],
      [1, 0, 1, 17],
      [0, 1, 1, 15],
      [1, 1, 1, "*"]
    ]
    const input = table("lists", [["A", "B", "C", "n"], ...lists])
    const words = await wordsOf("hidden", input, "--suppressed", "1:10", "--draws", "0")
    assert.include(words, "407 to 416 persons are on the lists A, B, C.")
  })
})
