/** `analyse many --pool` as a user meets it. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"
import { runJson } from "./inProcess.ts"

const folder = testFolder("pool")
const data = join(folder, "data")

const example = join(import.meta.dirname, "../../packages/flow-statistics/docs/examples/corridors.csv")

interface Growth {
  readonly growth: number
  readonly low: number
  readonly high: number
}

const many = <A>(input: string, code: number, ...more: ReadonlyArray<string>) =>
  runJson<A>(
    [
      "analyse",
      "many",
      "--input",
      input,
      "--series",
      "origin,destination",
      "--period",
      "year",
      "--value",
      "victims",
      ...more
    ],
    { data },
    code
  )

describe("analyse many --pool", () => {
  it("gives each corridor an estimate, in JSON and CSV", async () => {
    const out = join(folder, "out.csv")
    const { series, pooled } = await many<{
      readonly series: ReadonlyArray<{ readonly direction: string; readonly pooled: Growth }>
      readonly pooled: { readonly typical: Growth }
    }>(example, 0, "--pool", "--out", out)
    assert.isAtLeast(series.filter(({ direction }) => direction === "cannot say").length, 12)
    // The corridors were made with growth around 8 % a year.
    assert.isTrue(pooled.typical.low > 0 && pooled.typical.low < 0.08 && pooled.typical.high > 0.08)
    const rows = readFileSync(out, "utf8").trim().split("\n")
    assert.isTrue(rows[0]?.endsWith(",pooledGrowth,pooledLow,pooledHigh"))
    series.forEach(({ pooled: { growth, low, high } }, i) => {
      assert.isTrue(low < growth && growth < high)
      assert.closeTo(Number(rows[i + 1]?.split(",").at(-3)), growth, 1e-5)
    })
  })

  it("refuses fewer than five series, and gives no estimate unless asked", async () => {
    const rows = readFileSync(example, "utf8").split("\n")
    const few = join(folder, "few.csv")
    writeFileSync(few, `${rows.slice(0, 41).join("\n")}\n`)
    const { problems } = await many<{ readonly problems: ReadonlyArray<{ readonly rule: string }> }>(few, 1, "--pool")
    assert.deepStrictEqual(
      problems.map(({ rule }) => rule),
      ["too-few-series"]
    )
    assert.notProperty(await many<object>(few, 0), "pooled")
  })
})
