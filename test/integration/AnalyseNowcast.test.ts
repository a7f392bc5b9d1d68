/** `analyse nowcast` as a user meets it. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "./inProcess.ts"

const folder = testFolder("nowcast")
const data = join(folder, "data")

const example = join(import.meta.dirname, "../../packages/flow-statistics/docs/examples/loaded.csv")

const file = (name: string, lines: ReadonlyArray<string>) => {
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`)
  return join(folder, name)
}

interface NowcastDocument {
  readonly last: string
  readonly reporters: ReadonlyArray<{ readonly name: string; readonly incomplete?: string }>
  readonly points: ReadonlyArray<{
    readonly period: string
    readonly loaded: number
    readonly share: number
    readonly value?: number
    readonly low?: number
    readonly high?: number
  }>
}

const nowcast = (input: string, ...more: ReadonlyArray<string>) =>
  runJson<NowcastDocument>(["analyse", "nowcast", "--input", input, ...more], { data })

describe("analyse nowcast", () => {
  const [header = "", ...rows] = readFileSync(example, "utf8").trim().split("\n")
  const fields = rows.map((row) => row.split(","))

  it("counts what is loaded, and contains the counts that the example was made with", async () => {
    const { points, last } = await nowcast(example, "--reporter", "partner")
    assert.strictEqual(last, "2025-06")
    const made = [75, 68, 61, 73]
    assert.lengthOf(points, made.length)
    points.forEach(({ period, loaded, low, high }, i) => {
      const sum = fields.filter(([one]) => one === period).reduce((all, row) => all + Number(row[3]), 0)
      assert.strictEqual(loaded, sum)
      assert.isAtMost(low as number, made[i] as number)
      assert.isAtLeast(high as number, made[i] as number)
    })
  })

  it("reads days of loading, and leaves out what was loaded after --until", async () => {
    const days = file("days.csv", [
      header,
      ...fields.map(([period, loaded, partner, value]) => `${period},${loaded}-17,${partner},${value}`)
    ])
    const until = await nowcast(days, "--reporter", "partner", "--until", "2025-05")
    const cut = file("cut.csv", [header, ...rows.filter((row) => (row.split(",")[1] as string) <= "2025-05")])
    assert.deepStrictEqual(until, await nowcast(cut, "--reporter", "partner"))
    assert.strictEqual(until.last, "2025-05")
  })

  it("a partner that loaded nothing in the last month makes recent months incomplete", async () => {
    const silent = file("silent.csv", [
      header,
      ...fields.filter(([, loaded, partner]) => partner !== "A" || loaded !== "2025-06").map((row) => row.join(","))
    ])
    const { points, reporters } = await nowcast(silent, "--reporter", "partner")
    assert.strictEqual(reporters.find(({ name }) => name === "A")?.incomplete, "nothing loaded")
    assert.isTrue(points.length > 0 && points.every(({ value, low }) => value === undefined && low === undefined))
    const { stdout } = await runCli(["analyse", "nowcast", "--input", silent, "--reporter", "partner"], { data })
    assert.include(stdout, "No estimate, because nothing was loaded in the last period.")
  })

  it("refuses tables without counts by period of loading, and names all problems without values", async () => {
    const wrong = file("wrong.csv", [
      "period,loaded,value",
      "2024-03,2024-02,4",
      "2024-03,2024,5",
      "2024-Q1,2024-04,5",
      "2024-03,2024-04,<10",
      "2024-03,2024-05,7.x"
    ])
    const { problems } = await runJson<{
      readonly problems: ReadonlyArray<{ readonly rule: string; readonly row: number; readonly expected: string }>
    }>(["analyse", "nowcast", "--input", wrong], { data }, 1)
    assert.deepStrictEqual(
      problems.map(({ row, rule }) => [row, rule]),
      [
        [2, "loaded-early"],
        [3, "no-period"],
        [4, "no-period"],
        [5, problems[3]?.rule],
        [6, problems[4]?.rule]
      ]
    )
    assert.isFalse(problems.some(({ expected }) => /<10|7\.x/.test(expected)))
  })

  it("refuses a table with a mistyped year of loading at once", async () => {
    const far = file("far.csv", ["period,loaded,value", "2024-03,2024-03,4", "2024-04,2024-05,5", "2024-05,9024-05,5"])
    const refused = await runJson<{ readonly problems: ReadonlyArray<{ readonly rule: string }> }>(
      ["analyse", "nowcast", "--input", far],
      { data },
      1
    )
    assert.deepStrictEqual(
      refused.problems.map(({ rule }) => rule),
      ["too-long"]
    )
    const until = await runJson<{ readonly last: string }>(
      ["analyse", "nowcast", "--input", far, "--until", "2024-05"],
      { data }
    )
    assert.strictEqual(until.last, "2024-05")
  })
})
