import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Logger } from "effect"
import { assert, describe, it } from "vitest"
import { testFolder } from "../../../test/testFolder.ts"
import { auditFiles } from "../../src/protect/auditFiles.ts"
import { protectFile } from "../../src/protect/protectFile.ts"
import { loadSolver, Solver } from "../../src/solver/Solver.ts"

const folder = testFolder("disclosure-apriori")
const at = (name: string) => join(folder, name)
const solver = await loadSolver()

const run = <A, E>(effect: Effect.Effect<A, E, Solver | NodeServices.NodeServices>) =>
  Effect.runPromise(
    Effect.result(effect).pipe(
      Effect.provideService(Solver, solver),
      Effect.provide([NodeServices.layer, Logger.layer([])])
    )
  )

const table = [
  "origin,destination,n",
  ...["BLR,141,4,30,175", "MDA,25,60,33,118", "UKR,90,210,55,355", "Total,256,274,118,648"].flatMap((line) => {
    const [origin, ...counts] = line.split(",")
    return ["DEU", "POL", "ITA", "Total"].map((destination, i) => `${origin},${destination},${counts[i]}`)
  })
].join("\n")

const protect = async (decisions: ReadonlyArray<string>, further: object = {}) => {
  writeFileSync(at("table.csv"), table)
  writeFileSync(at("apriori.csv"), ["origin,destination,status,reason", ...decisions].join("\n"))
  const result = await run(
    protectFile({
      input: at("table.csv"),
      count: "n",
      dimensions: ["origin", "destination"],
      total: "Total",
      earlier: [],
      profile: "ctdc-11",
      method: "suppression",
      out: at("safe.csv"),
      apriori: at("apriori.csv"),
      ...further
    })
  )
  if (result._tag === "Failure") return { failure: result.failure, hidden: [], report: undefined }
  const hidden = readFileSync(at("safe.csv"), "utf8")
    .split("\n")
    .filter((line) => line.endsWith(",suppressed"))
    .map((line) => line.split(",").slice(0, 2).join(" "))
  return { failure: undefined, hidden, report: result.success.report }
}

const audit = async () => {
  const result = await run(auditFiles({ published: [at("safe.csv")], earlier: [], threshold: 11, total: "Total" }))
  assert.strictEqual(result._tag, "Success")
  return result._tag === "Success" ? result.success : undefined
}

describe("decisions about single cells", () => {
  it("a waiver publishes an unsafe cell, and the report has it with its reason", async () => {
    const { hidden, report } = await protect(["BLR,POL,publish,In the annual report of 2019"])
    assert.deepStrictEqual(hidden, [])
    assert.deepStrictEqual(report?.decisions, [
      { cell: { origin: "BLR", destination: "POL" }, status: "publish", reason: "In the annual report of 2019" }
    ])
    const audited = await audit()
    assert.deepStrictEqual(audited?.small, [{ origin: "BLR", destination: "POL" }])
  })

  it("a kept cell protects no other, and the attack still fails", async () => {
    const { hidden } = await protect([])
    assert.deepStrictEqual(hidden, ["BLR ITA", "BLR POL", "MDA ITA", "MDA POL"])
    const kept = await protect(["BLR,ITA,keep,Asked for by the ministry"])
    assert.include(kept.hidden, "BLR POL")
    assert.notInclude(kept.hidden, "BLR ITA")
    const audited = await audit()
    assert.deepStrictEqual([audited?.narrow, audited?.undecided, audited?.suppressed], [0, 0, kept.hidden.length])
  })

  it("a kept cell is suppressed if it is unsafe itself; a cell is suppressed by decision", async () => {
    assert.include((await protect(["BLR,POL,keep,Of interest"])).hidden, "BLR POL")
    assert.include((await protect(["UKR,POL,suppress,Court case"])).hidden, "UKR POL")
    assert.strictEqual((await audit())?.narrow, 0)
  })

  it("refuses waivers that would disclose another cell, and names their rows", async () => {
    const { failure } = await protect([
      "UKR,DEU,keep,Far away",
      "BLR,DEU,publish,Known",
      "BLR,ITA,publish,Known",
      "BLR,Total,publish,Known"
    ])
    assert.strictEqual(failure?._tag, "WouldDisclose")
    assert.include(failure?.message, "rows 3, 4, 5 of")
  })

  it("refuses a waiver that would disclose a small change", async () => {
    writeFileSync(at("before.csv"), "origin,destination,n,state\nUKR,DEU,87,published\n")
    const { failure } = await protect(["UKR,DEU,publish,Known"], { earlier: [at("before.csv")] })
    assert.strictEqual(failure?._tag, "WouldDisclose")
    assert.include(failure?.message, "row 2 of")
  })

  it("refuses rows without a cell, a status or a reason, and never repeats a value", async () => {
    const { failure } = await protect([
      "BLR,POL,CANARY,x",
      "BLR,POL,keep,",
      "BLR,,keep,x",
      "MDA,POL,keep,x",
      "MDA,POL,keep,y"
    ])
    assert.strictEqual(failure?._tag, "TableRefused")
    assert.notInclude(JSON.stringify(failure), "CANARY")
    const problems = failure?._tag === "TableRefused" ? failure.problems : []
    assert.deepStrictEqual(
      problems.map(({ row, rule }) => [row, rule]),
      [
        [2, "no-status"],
        [3, "no-reason"],
        [4, "no-label"],
        [6, "duplicate-cell"]
      ]
    )
    const unknown = await protect(["XXX,POL,keep,x"])
    assert.deepStrictEqual(unknown.failure?._tag === "TableRefused" ? unknown.failure.problems[0]?.rule : "", "no-cell")
  })

  it("refuses other methods and recodings", async () => {
    for (const further of [{ method: "rounding" }, { collapse: "best" }])
      assert.strictEqual((await protect(["MDA,POL,keep,x"], further)).failure?._tag, "TableRefused")
  })
})
