/** What a fixed question gives of the invented case records at epsilon 4 and delta 1 / (n ln n), which are pac-synth's defaults. */
import { Effect, Layer, Redacted } from "effect"
import { answerFixed } from "../../release/disclosure/private/answerFixed.ts"
import { Budget } from "../../release/disclosure/private/Budget.ts"
import { BudgetStore } from "../../release/disclosure/private/BudgetStore.ts"
import { type CodedRecords, codeRecords, type Domain } from "../../release/disclosure/private/Domain.ts"
import { rhoFor } from "../../release/disclosure/private/zCdp.ts"
import { caseRecords, columns } from "./caseRecords.ts"
import { privateFigures } from "./privateFigures.ts"

export const privateComparison = async (least: number, key = "1") => {
  const rows = caseRecords(14_299, 1, least)
  // The lists of values stand for published ones: pac-synth takes them from the records too.
  const domain: Domain = {
    columns: columns.map((name, c) => ({ name, values: [...new Set(rows.map((row) => row[c] as string))].sort() }))
  }
  const records = codeRecords(domain, rows) as CodedRecords
  const rho = rhoFor(4, 1 / (rows.length * Math.log(rows.length)))
  const begun = performance.now()
  const { marginals } = await Effect.gen(function* () {
    yield* (yield* Budget).grant("v1", "all", rho)
    return yield* answerFixed(
      { name: "cases", version: 1, domain, length: 3, rho, inventing: 0.01 },
      { vintage: "v1", records, accounts: ["all"], key: Redacted.make(key) }
    )
  }).pipe(Effect.provide(Budget.layer.pipe(Layer.provide(BudgetStore.layerMemory))), Effect.runPromise)
  const seconds = (performance.now() - begun) / 1000
  return { figures: privateFigures(domain, records, marginals, 3), seconds }
}
