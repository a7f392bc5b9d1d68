/** What a fixed question gives of the invented case records at epsilon 4 and delta 1 / (n ln n), which are pac-synth's defaults. */
import { Effect, Layer, Redacted } from "effect"
import { answerFixed } from "../../release/disclosure/private/answerFixed.ts"
import { Budget } from "../../release/disclosure/private/Budget.ts"
import { BudgetStore } from "../../release/disclosure/private/BudgetStore.ts"
import { type CodedRecords, codeRecords, type Domain } from "../../release/disclosure/private/Domain.ts"
import { rational } from "../../release/disclosure/private/Rational.ts"
import { answerWhole, deltaBook } from "../../release/disclosure/private/wholeRecords.ts"
import { rhoFor } from "../../release/disclosure/private/zCdp.ts"
import { caseRecords, columns } from "./caseRecords.ts"
import { kAnonymous } from "./kAnonymous.ts"
import { privateFigures } from "./privateFigures.ts"

/** Columns with the values that occur: they stand for published lists; pac-synth takes them from the records too. */
const domainOf = (rows: ReadonlyArray<ReadonlyArray<string>>): Domain => ({
  columns: columns.map((name, c) => ({ name, values: [...new Set(rows.map((row) => row[c] as string))].sort() }))
})

/** pac-synth's delta. */
const deltaOf = (persons: number) => 1 / (persons * Math.log(persons))

/**
 * The same by kinds of records, of records of which each is like ten others, as CTDC's are. Half of delta is for the list of kinds.
 */
export const wholeComparison = async (least: number, key = "1") => {
  const rows = kAnonymous(caseRecords(14_299, 1, least))
  const domain = domainOf(rows)
  const records = codeRecords(domain, rows) as CodedRecords
  const rho = rhoFor(4, deltaOf(rows.length) / 2)
  // Rounded down: what is promised is kept.
  const delta = rational(Math.floor((deltaOf(rows.length) / 2) * 1e12), 1e12)
  const { marginals } = await Effect.gen(function* () {
    const budget = yield* Budget
    yield* budget.grant("v1", "all", rho)
    yield* budget.grant(deltaBook("v1"), "all", delta)
    return yield* answerWhole(
      { name: "cases", version: 1, domain, length: 3, rho, delta },
      { vintage: "v1", records, accounts: ["all"], key: Redacted.make(key) }
    )
  }).pipe(Effect.provide(Budget.layer.pipe(Layer.provide(BudgetStore.layerMemory))), Effect.runPromise)
  return { rows, figures: privateFigures(domain, records, marginals, 3) }
}

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
