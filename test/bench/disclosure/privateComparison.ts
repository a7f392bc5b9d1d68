/** What a fixed question gives of the invented case records at epsilon 4 and delta 1 / (n ln n), which are pac-synth's defaults. */

import { answerFixed } from "@corridor/disclosure/private/answerFixed"
import { Budget } from "@corridor/disclosure/private/Budget"
import { BudgetStore } from "@corridor/disclosure/private/BudgetStore"
import { type CodedRecords, codeRecords, type Domain } from "@corridor/disclosure/private/Domain"
import { rhoFor } from "@corridor/disclosure/private/zCdp"
import { Effect, Layer, Redacted } from "effect"
import { caseRecords, columns } from "./caseRecords.ts"
import { privateFigures } from "./privateFigures.ts"

/** Columns with the values that occur: they stand for published lists; pac-synth takes them from the records too. */
const domainOf = (rows: ReadonlyArray<ReadonlyArray<string>>): Domain => ({
  columns: columns.map((name, c) => ({ name, values: [...new Set(rows.map((row) => row[c] as string))].sort() }))
})

/** pac-synth's delta. */
const deltaOf = (persons: number) => 1 / (persons * Math.log(persons))

export const privateComparison = async (least: number, key = "1") => {
  const rows = caseRecords(14_299, 1, least)
  const domain = domainOf(rows)
  const records = codeRecords(domain, rows) as CodedRecords
  const rho = rhoFor(4, deltaOf(rows.length))
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
