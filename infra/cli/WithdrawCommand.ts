/** `withdraw --partner ID --case REF` */
import { Effect, Redacted, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { findCase, personsOf, referencesOfCase, withdrawCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { counted } from "../../ports/counted.ts"
import { issueReceipt, receiptAgain, receiptSentence } from "../erasure/issueReceipt.ts"
import { sayUnfinished } from "../process/sayUnfinished.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { storesOf } from "../stack/Stack.ts"
import { formatTable, printSecret } from "./CommandOutput.ts"
import { commonFlags, documented, switchFlag, textFlag } from "./CommonFlags.ts"
import { confirm, yesFlag } from "./confirm.ts"
import { readStdin } from "./readStdin.ts"
import { rebuildMarts } from "./rebuildMarts.ts"

/** No record matches the case reference, which may have a typing error. Nothing was changed. */
export class NoRecordMatches extends Schema.TaggedError<NoRecordMatches>()("NoRecordMatches", {
  message: Schema.String
}) {}

export const caseFlag = textFlag("case", "case reference; '-' reads it from standard input")

/** Returns a table of the tables with rows and their numbers of rows; nothing if no table has any. */
export const tableLines = (tables: Readonly<Record<string, number>>) => {
  const counts = Object.entries(tables).filter(([, rows]) => rows > 0)
  return counts.length > 0 ? formatTable([["table", "rows"], ...counts]) : []
}

interface Matches {
  readonly rows: number
  readonly isWithdrawn: boolean
  readonly tables: Readonly<Record<string, number>>
}

/** Returns what the question shows before a case is withdrawn. */
export const matchLines = ({ rows, isWithdrawn, tables }: Matches): ReadonlyArray<string> => [
  `${counted(rows, "row")} ${rows === 1 ? "matches" : "match"}${isWithdrawn ? "; the case was withdrawn before" : ""}.`,
  ...tableLines(tables)
]

/** Returns what is printed if nothing was changed. */
export const previewLines = (found: Matches): ReadonlyArray<string> => {
  const [first, ...tables] = matchLines(found)
  return [`${first} Nothing was changed.`, ...tables]
}

/** A withdrawal cannot be undone. */
export const withdrawQuestion = "Withdraw this case for good? [y/N]"

export const withdraw = Command.make(
  "withdraw",
  {
    ...commonFlags,
    partner: textFlag("partner", "partner of the case").pipe(Flag.withSchema(PartnerId)),
    case: caseFlag,
    dryRun: switchFlag("dry-run", "show how many records match, and change nothing"),
    yes: yesFlag,
    ahead: switchFlag("ahead", "withdraw the case although no record matches: records that arrive later are refused")
  },
  Effect.fn("withdraw")(function* ({ data, json, partner, case: given, dryRun, ahead, yes }) {
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
      const isAgreed = dryRun || (yield* confirm([...matchLines(found), withdrawQuestion].join("\n"), { yes, json }))
      if (dryRun || !isAgreed) return { ...found, tombstone: undefined, erased: 0, receipt: undefined }
      const result = yield* withdrawCase(partner, references).pipe(
        sayUnfinished("The case may be withdrawn in part only. Run the same 'withdraw' again.")
      )
      const receipt = rebuildMarts.pipe(
        Effect.andThen(personsOf(partner, references)),
        Effect.flatMap(({ persons }) => issueReceipt(partner, persons)),
        sayUnfinished("The case is withdrawn, but marts may still count the person. Run the same 'withdraw' again.")
      )
      return { ...found, ...result, receipt: yield* receipt }
    }).pipe(Effect.provide([storesOf(data), keysLayer(data)]))
    const { rows: matched, erased, tables, tombstone, isWithdrawn, receipt } = done
    yield* printSecret(json, receiptAgain, {
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
              `Withdrew the case: ${counted(erased, "row")} erased, marts rebuilt. Later records of the case will be refused.`,
              ...tableLines(tables),
              `Recorded with the keys as tombstone ${tombstone}; it is applied again when an older backup is restored.`,
              ...(receipt === undefined ? [] : [receiptSentence(receipt)]),
              "Vintages, topics and backups may still have the person. Run 'erase' to complete the withdrawal and to list what remains."
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
