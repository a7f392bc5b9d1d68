import { createHash } from "node:crypto"
import { Schema } from "effect"
import { type Rational, rationalText, readRational } from "./Rational.ts"

const Rho = Schema.String.check(Schema.isPattern(/^\d+\/[1-9]\d*$/))

/** A limit is set: `rho` more may be used up on this account. Grants add up. */
const Grant = Schema.Struct({ kind: Schema.Literal("grant"), account: Schema.String, rho: Rho })

/** A question is paid for: `rho` is used up on each of the accounts, and `question` is what it answers, by hash. */
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

/** What the first row follows. */
export const beginning = "0".repeat(64)

const hashOf = (at: number, entry: BudgetEntry, previous: string) =>
  createHash("sha256")
    .update(JSON.stringify([at, entry, previous]))
    .digest("hex")

/** The text of row `at`, chained to the row before by hash. */
export const rowOf = (at: number, entry: BudgetEntry, previous: string): string =>
  JSON.stringify({ entry, previous, hash: hashOf(at, entry, previous) })

/** The entries of a book, or the first row that is not what was written or does not follow the one before. */
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

/** Rho of a row; rows that were decoded have one. */
export const rhoOf = (text: string): Rational => readRational(text) as Rational
