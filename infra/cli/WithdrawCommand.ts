/** `withdraw --partner ID --case REF` */
import { Effect, Redacted, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { findCase, personsOf, referencesOfCase, withdrawCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { issueReceipt } from "../erasure/issueReceipt.ts"
import { keysLayer, stackKeysFolder } from "../stack/Keys.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented, switchFlag, textFlag } from "./CommonFlags.ts"
import { readStdin } from "./readStdin.ts"
import { rebuildMarts } from "./rebuildMarts.ts"

/** No record matches the case reference, which may have a typing error. Nothing was changed. */
export class NoRecordMatches extends Schema.TaggedError<NoRecordMatches>()("NoRecordMatches", {
  message: Schema.String
}) {}

export const caseFlag = textFlag("case", "case reference; '-' reads it from standard input")

/** The code is printed once. It is for the person, or for an organisation that the person trusts. */
export const receiptLines = (code: string | undefined): ReadonlyArray<string> =>
  code === undefined
    ? []
    : [
        `Receipt for the person: ${code}. At /receipts/withdrawal of the public page it shows, without an account, that the withdrawal took effect. The code is not shown again.`
      ]

export const tableLines = (tables: Readonly<Record<string, number>>) => {
  const counts = Object.entries(tables).filter(([, rows]) => rows > 0)
  return counts.length > 0 ? formatTable([["table", "rows"], ...counts]) : []
}

/** What a dry run prints. */
export const previewLines = (found: {
  readonly rows: number
  readonly isWithdrawn: boolean
  readonly tables: Readonly<Record<string, number>>
}) => [
  `${found.rows} rows match${found.isWithdrawn ? "; the case was withdrawn before" : ""}. Nothing was changed.`,
  ...tableLines(found.tables)
]

export const withdraw = Command.make(
  "withdraw",
  {
    ...commonFlags,
    partner: textFlag("partner", "partner of the case").pipe(Flag.withSchema(PartnerId)),
    case: caseFlag,
    dryRun: switchFlag("dry-run", "show how many records match, and change nothing"),
    ahead: switchFlag("ahead", "withdraw the case although no record matches: records that arrive later are refused")
  },
  Effect.fn("withdraw")(function* ({ data, json, partner, case: given, dryRun, ahead }) {
    const secrets = yield* readSecrets(yield* stackKeysFolder(data), partner)
    // Other users of this machine can see a case reference on the command line.
    const reference = given === "-" ? yield* readStdin() : given
    const references = referencesOfCase(Redacted.value(secrets.key), reference)
    const done = yield* Effect.gen(function* () {
      const found = yield* findCase(partner, references)
      // A withdrawal that was interrupted is completed although its rows are erased.
      if (found.rows === 0 && !found.isWithdrawn && !ahead)
        return yield* new NoRecordMatches({
          message: `No record of ${partner} matches this case reference, and nothing was changed. Check it for typing errors. If records of the case were sent but not loaded, run 'ingest' first. --ahead withdraws the case in advance.`
        })
      if (dryRun) return { ...found, tombstone: undefined, erased: 0, receipt: undefined }
      const result = yield* withdrawCase(partner, references)
      yield* rebuildMarts
      const { persons } = yield* personsOf(partner, references)
      return { ...found, ...result, receipt: yield* issueReceipt(partner, persons) }
    }).pipe(Effect.provide([warehouseOf(data), keysLayer(data)]))
    const { rows: matched, erased, tables, tombstone, isWithdrawn, receipt } = done
    yield* printResult(json, {
      json: {
        partner,
        matched,
        withdrawnBefore: isWithdrawn,
        tombstone: tombstone ?? null,
        receipt: receipt ?? null,
        erased,
        tables
      },
      lines:
        tombstone === undefined
          ? previewLines(done)
          : [
              `Withdrew the case: ${erased} rows erased, marts rebuilt. Later records of the case will be refused.`,
              ...tableLines(tables),
              `Recorded with the keys as tombstone ${tombstone}; it is applied again when an older backup is restored.`,
              ...receiptLines(receipt),
              "Vintages still count the person. Run 'erase' to complete the withdrawal and to see what remains where."
            ]
    })
  })
).pipe(
  documented(
    "Withdraw a person's consent: erase their records from every table, and refuse later ones; 'erase' completes it; exit code 1 if no record matches",
    "corridor withdraw --partner shelter-north --case - --dry-run < reference.txt",
    "corridor withdraw --partner shelter-north --case - < reference.txt"
  )
)
