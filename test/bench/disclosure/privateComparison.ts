/** What a fixed question gives of the invented case records. Epsilon 4 and delta 1 / (n ln n) are pac-synth's defaults. */

import { answerFixed } from "@corridor/disclosure/private/answerFixed"
import { Budget } from "@corridor/disclosure/private/Budget"
import { BudgetStore } from "@corridor/disclosure/private/BudgetStore"
import { type CodedRecords, codeRecords, type Domain } from "@corridor/disclosure/private/Domain"
import { rhoFor } from "@corridor/disclosure/private/zCdp"
import { Effect, Layer, Redacted } from "effect"
import { caseRecords, columns } from "./caseRecords.ts"
import { lengthFigures, privateFigures } from "./privateFigures.ts"

/** Columns with the values that occur: they stand for published lists; pac-synth takes them from the records too. */
const domainOf = (rows: ReadonlyArray<ReadonlyArray<string>>): Domain => ({
  columns: columns.map((name, c) => ({ name, values: [...new Set(rows.map((row) => row[c] as string))].sort() }))
})

/** pac-synth's delta. */
const deltaOf = (persons: number) => 1 / (persons * Math.log(persons))

/** The corridor, and its ends. */
const corridor = [[1], [2], [1, 2]]

export interface ComparisonOptions {
  readonly key?: string
  readonly epsilon?: number
  /** Cells outside the corridors are estimated and shown from this figure. By default every cell is proven. */
  readonly estimatedFrom?: number | undefined
  /** Whether help follows from destination, age and form together and from no two of them. */
  readonly isTangled?: boolean
}

/** Replaces help by a function of three columns that no pair of columns gives away. */
const tangle = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<ReadonlyArray<string>> => {
  const places = [2, 4, 5].map((c) => [...new Set(rows.map((row) => row[c] as string))].sort())
  return rows.map((row) => {
    const sum = [2, 4, 5].reduce((all, c, k) => all + (places[k]?.indexOf(row[c] as string) as number), 0)
    return row.with(8, `kind ${sum % 5}`)
  })
}

export const comparisonRecords = (least: number, isTangled = false) =>
  isTangled ? tangle(caseRecords(14_299, 1, least)) : caseRecords(14_299, 1, least)

export const privateComparison = async (
  least: number,
  { key = "1", epsilon = 4, estimatedFrom, isTangled }: ComparisonOptions = {}
) => {
  const rows = comparisonRecords(least, isTangled)
  const domain = domainOf(rows)
  const records = codeRecords(domain, rows) as CodedRecords
  const rho = rhoFor(epsilon, deltaOf(rows.length))
  const begun = performance.now()
  const { marginals } = await Effect.gen(function* () {
    yield* (yield* Budget).grant("v1", "all", rho)
    return yield* answerFixed(
      {
        name: "cases",
        version: 1,
        domain,
        length: 3,
        rho,
        inventing: 0.01,
        ...(estimatedFrom === undefined ? {} : { least: estimatedFrom, proven: corridor })
      },
      { vintage: "v1", records, accounts: ["all"], key: Redacted.make(key) }
    )
  }).pipe(Effect.provide(Budget.layer.pipe(Layer.provide(BudgetStore.layerMemory))), Effect.runPromise)
  const seconds = (performance.now() - begun) / 1000
  const corridors = marginals.filter(({ columns: own }) => own.join() === "origin,destination")
  return {
    figures: privateFigures(domain, records, marginals, 3),
    corridors: lengthFigures(domain, records, corridors, [[1, 2]]),
    marginals,
    seconds
  }
}
