/** `analyse hidden` as a user runs it: the contract's values, each refusal, and no count in any of them. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { hasSharedCaptures } from "../../packages/flow-statistics/test/conformance/hidden/sharedCaptures.ts"
import { sharedData } from "../fixtures/sharedData.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "./inProcess.ts"

const folder = testFolder("hidden")
const options = { data: join(folder, "data") }

const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

interface Found {
  readonly observed: number
  readonly model: { terms: ReadonlyArray<string>; hidden: number; total: number; deviance: number; aic: number }
  readonly range: { low: number; high: number; models: number }
  readonly models: ReadonlyArray<{ hidden: number; total: number }>
  readonly fillings?: { tables: number; low: number; high: number }
}

const good = "a,b,c,n\n1,0,0,60\n0,1,0,45\n0,0,1,30\n1,1,0,12\n1,0,1,8\n0,1,1,6\n1,1,1,3\n"

describe.skipIf(!hasSharedCaptures)(
  "analyse hidden on the public tables",
  { meta: { needs: "the shared tables" } },
  () => {
    it("main effects of the UK", async () => {
      const input = sharedData("mse/mse_UKdat.csv").pathname
      const found = await runJson<Found>(["analyse", "hidden", "--input", input, "--draws", "0"], options)
      assert.strictEqual(found.observed, 2744)
      assert.deepStrictEqual(found.model.terms, ["LA", "NG", "PF", "GO", "GP", "NCA"])
      assert.closeTo(found.model.hidden, 9469.995, 5e-4)
      assert.closeTo(found.model.total, 12213.995, 5e-4)
      assert.closeTo(found.model.deviance, 179.3548, 5e-5)
      assert.closeTo(found.model.aic, 305.02, 5e-5)
      assert.isAtMost(found.range.low, found.model.hidden)
      assert.isAtLeast(found.range.high, found.model.hidden)
      assert.strictEqual(found.models.length, found.range.models)
    })

    it("five pairs of the UK, named in any order", async () => {
      const input = sharedData("mse/mse_UKdat.csv").pathname
      const args = [
        "analyse",
        "hidden",
        "--input",
        input,
        "--interactions",
        "NG:LA, LA:PF,GP:NG,PF:GP,PF:NCA",
        "--draws",
        "0"
      ]
      const { model } = await runJson<Found>(args, options)
      assert.deepStrictEqual(model.terms.slice(6), ["LA:NG", "LA:PF", "NG:GP", "PF:GP", "PF:NCA"])
      assert.closeTo(model.total, 13181.241, 5e-4)
      assert.closeTo(model.deviance, 41.181, 5e-4)
      assert.closeTo(model.aic, 176.846, 5e-4)
    })

    it("the artificial table is refused with the reason", async () => {
      const input = sharedData("mse/mse_Artificial_3.csv").pathname
      const json = await runCli(["analyse", "hidden", "--input", input, "--json"], options)
      assert.strictEqual(json.code, 1)
      assert.strictEqual(JSON.parse(json.stdout).problems[0].rule, "not-identifiable")
    })
  }
)

describe("analyse hidden", () => {
  it("suppressed combinations become bounds", async () => {
    const input = file("hidden.csv", good.replace("0,1,1,6", "0,1,1,<9"))
    const found = await runJson<Found>(["analyse", "hidden", "--input", input, "--draws", "0"], options)
    assert.strictEqual(found.fillings?.tables, 2)
    assert.isBelow(found.fillings?.low as number, found.model.hidden)
    assert.isAbove(found.fillings?.high as number, found.model.hidden)
  })

  it("the same seed gives the same draws and interval", async () => {
    const input = file("good.csv", good)
    const args = ["analyse", "hidden", "--input", input, "--draws", "20", "--seed", "3"]
    assert.deepStrictEqual(await runJson(args, options), await runJson(args, options))
  })

  it("a refusal has the reason and no count; a wrong use is reported", async () => {
    const input = file("refused.csv", good.replace(",60", ",98765.5"))
    const refused = await runCli(["analyse", "hidden", "--input", input], options)
    assert.strictEqual(refused.code, 1)
    assert.match(refused.stdout, /a whole number of persons/)
    const used = await runCli(["analyse", "hidden", "--input", input, "--threshold", "98765"], options)
    assert.strictEqual(used.code, 2)
    for (const { stdout, stderr } of [refused, used]) assert.notMatch(stdout + stderr, /98765/)
  })
})
