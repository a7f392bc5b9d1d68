import { createHash } from "node:crypto"
import { Schema } from "effect"
import { type Rational, rationalText, readRational } from "./Rational.ts"

const Rho = Schema.String.check(Schema.isPattern(/^\d+\/[1-9]\d*$/))

/** A grant: `rho` more may be spent from this account. Grants add up. */
const Grant = Schema.Struct({ kind: Schema.Literal("grant"), account: Schema.String, rho: Rho })

/** A payment: `rho` is spent from each account. `question` is the hash of the question. */
const Spend = Schema.Struct({
  kind: Schema.Literal("spend"),
  question: Schema.String,
  accounts: Schema.Array(Schema.String),
  rho: Rho
})

export const BudgetEntry = Schema.Union([Grant, Spend])
export type BudgetEntry = typeof BudgetEntry.Type

const Row = Schema.Struct({ entry: BudgetEntry, previous: Schema.String, hash: Schema.String })
const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Row))

/** The predecessor of the first row. */
const beginning = "0".repeat(64)

const hashOf = (at: number, entry: BudgetEntry, previous: string) =>
  createHash("sha256")
    .update(JSON.stringify([at, entry, previous]))
    .digest("hex")

/** Returns the text of row `at`, chained to the row before by hash. */
export const rowOf = (at: number, entry: BudgetEntry, previous: string): string =>
  JSON.stringify({ entry, previous, hash: hashOf(at, entry, previous) })

/**
 * Returns the entries of a book, or the number of the first row that was changed or does not follow its predecessor.
 */
export const readRows = (
  rows: ReadonlyArray<string>
): { readonly entries: ReadonlyArray<BudgetEntry>; readonly last: string } | { readonly broken: number } => {
  const entries: Array<BudgetEntry> = []
  let last = beginning
  for (const [at, text] of rows.entries()) {
    const row = decode(text)
    if (row._tag === "None") return { broken: at }
    const { entry, previous, hash } = row.value
    if (previous !== last || hash !== hashOf(at, entry, previous)) return { broken: at }
    entries.push(entry)
    last = hash
  }
  return { entries, last }
}

export const textOfRho = rationalText

/** Returns rho of a decoded row. */
export const rhoOf = (text: string): Rational => readRational(text) as Rational
