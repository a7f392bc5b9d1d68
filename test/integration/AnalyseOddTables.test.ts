/** Tables that are unusual but not wrong, by all commands of `analyse`: what is printed is true of them. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "./inProcess.ts"

const folder = testFolder("analyse-odd")
const data = join(folder, "data")

const file = (name: string, text: string) => {
  writeFileSync(join(folder, `${name}.csv`), text)
  return join(folder, `${name}.csv`)
}

const table = (name: string, rows: ReadonlyArray<ReadonlyArray<string | number>>, separator = ",") =>
  file(name, `${rows.map((row) => row.join(separator)).join("\n")}\n`)

const month = (i: number) => `${2015 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`

const months = (count: number, value: (i: number) => string | number) => [
  ["period", "value"],
  ...Array.from({ length: count }, (_, i) => [month(i), value(i)])
]

const wordsOf = async (verb: string, input: string, ...more: ReadonlyArray<string>) => {
  const { code, stdout, stderr } = await runCli(["analyse", verb, "--input", input, ...more], { data })
  assert.strictEqual(code, 0, stderr)
  return stdout
}

const rulesOf = async (verb: string, input: string, ...more: ReadonlyArray<string>) => {
  const document = await runJson<{
    readonly problems: ReadonlyArray<{ readonly rule: string; readonly expected: string }>
  }>(["analyse", verb, "--input", input, ...more], { data }, 1)
  return document.problems
}

describe("unusual tables", () => {
  it("name no verdict of a count model, and no regression, where values are not counts", async () => {
    const fractions = table(
      "fractions",
      months(40, (i) => (9 + ((i * 7) % 5) / 4).toFixed(2))
    )
    const words = await wordsOf("trend", fractions)
    assert.notMatch(words, /verdict is that of a count model|regression/)
    assert.match(words, /Nothing is stated from the tests alone/)
    assert.match(
      await wordsOf(
        "trend",
        table(
          "counts",
          months(40, (i) => 9 + ((i * 7) % 5))
        )
      ),
      /count model.*\n/
    )
  })

  it("have decimal commas where fields are separated by semicolons", async () => {
    const rows = (value: (i: number) => string) =>
      months(40, (i) => value(i)).map(([period, own]) => [period, own] as ReadonlyArray<string | number>)
    const read = async (name: string, value: (i: number) => string, separator: string) =>
      runJson<{ readonly slope: { readonly value: number } }>(
        ["analyse", "trend", "--input", table(name, rows(value), separator)],
        { data }
      )
    const point = await read("points", (i) => (1200 + i * 1.5).toFixed(2), ",")
    for (const value of [
      (i: number) => (1200 + i * 1.5).toFixed(2).replace(".", ","),
      (i: number) => (1200 + i * 1.5).toFixed(2).replace(".", ",").replace("1", "1.")
    ])
      assert.deepStrictEqual((await read("commas", value, ";")).slope, point.slope)
    // Three digits after the comma may be thousands.
    const [first] = await rulesOf(
      "trend",
      table(
        "thousands",
        rows((i) => `1,${200 + i}`),
        ";"
      )
    )
    assert.strictEqual(first?.rule, "ambiguous-number")
  })

  it("have no peak if they do not vary", async () => {
    for (const value of [0, 12, 1e9]) {
      const words = await wordsOf(
        "seasonality",
        table(
          "alike",
          months(48, () => value)
        )
      )
      assert.match(words, /^No season is found/)
      assert.notMatch(words, /\bPeak\b|e-\d/)
    }
  })

  it("have no placebo dates, and say so", async () => {
    const words = await wordsOf(
      "interrupted",
      table(
        "short",
        months(40, (i) => 9 + ((i * 7) % 5))
      ),
      "--at",
      "2016-10"
    )
    assert.notInclude(words, "0 of 0")
    assert.include(words, "no placebo date fits into the series")
    const nothing = await wordsOf(
      "interrupted",
      table(
        "nothing",
        months(48, () => 0)
      ),
      "--at",
      "2017-01"
    )
    assert.notMatch(nothing, /\d{9}|e-\d/)
  })

  it("depend on hidden values at a date, by how much", async () => {
    const hidden = table(
      "hidden",
      months(48, (i) => (i % 3 === 0 ? 11 : "*"))
    )
    const words = await wordsOf("interrupted", hidden, "--at", "2017-01", "--suppressed", "1:10", "--season", "1")
    assert.match(
      words,
      /^Cannot say: it depends on .* The level may be \S+ to .* make this interval \d+\.\d times as wide\./
    )
  })

  it("have flows of nobody, or one corridor", async () => {
    const pairs = ["MDA", "UKR"].flatMap((from) =>
      ["RUS", "ROU"].map((to) => [from, to, 0] as ReadonlyArray<string | number>)
    )
    const none = await wordsOf("flows", table("nobody", [["origin", "destination", "persons"], ...pairs]))
    assert.match(none, /\neffectiveness +0\n/)
    const one = await wordsOf(
      "flows",
      table("one", [
        ["origin", "destination", "persons"],
        ["MDA", "RUS", 12]
      ])
    )
    assert.match(one, /\nMDA > RUS +12 +100\.0 % +100\.0 % to 100\.0 %/)
  })

  it("have negative counts by period of loading, and are not called suppressed", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => [month(i), month(i), i === 7 ? -3 : 20])
    const [only, ...others] = await rulesOf("nowcast", table("negative", [["period", "loaded", "value"], ...rows]))
    assert.deepStrictEqual([only?.rule, others.length], ["no-count", 0])
    assert.notInclude(only?.expected ?? "", "suppressed")
  })

  it("have no estimate of recent periods, and no interval is explained", async () => {
    const rows = Array.from({ length: 24 }, (_, i) => [month(i), month(i + (i % 2)), 20])
    const words = await wordsOf(
      "nowcast",
      table("late", [["period", "loaded", "value"], ...rows]),
      "--until",
      "2017-03"
    )
    if (!/\n\d{4}-\d\d +\d+ +\d+ %/.test(words)) assert.notInclude(words, "Intervals are at 95 %")
    else assert.include(words, "Intervals are at 95 %")
  })
})
