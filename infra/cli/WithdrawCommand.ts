/** `withdraw --partner ID --case REF` */
import { Effect, Redacted } from "effect"
import { Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { withdrawCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { keysLayer, stackKeysFolder } from "../stack/Keys.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented, textFlag } from "./CommonFlags.ts"
import { readStdin } from "./readStdin.ts"
import { rebuildMarts } from "./rebuildMarts.ts"

export const withdraw = Command.make(
  "withdraw",
  {
    ...commonFlags,
    partner: textFlag("partner", "partner of the case").pipe(Flag.withSchema(PartnerId)),
    case: textFlag("case", "case reference; '-' reads it from standard input")
  },
  Effect.fn("withdraw")(function* ({ data, json, partner, case: given }) {
    const secrets = yield* readSecrets(yield* stackKeysFolder(data), partner)
    // Other users of this machine can see a case reference on the command line.
    const reference = given === "-" ? yield* readStdin() : given
    const { tombstone, erased, tables } = yield* Effect.gen(function* () {
      const done = yield* withdrawCase(partner, Redacted.value(secrets.key), reference)
      yield* rebuildMarts
      return done
    }).pipe(Effect.provide([warehouseOf(data), keysLayer(data)]))
    const counts = Object.entries(tables).filter(([, rows]) => rows > 0)
    yield* printResult(json, {
      json: { partner, tombstone, erased, tables },
      lines: [
        `Withdrew the case: ${erased} rows erased, marts rebuilt. Later records of the case will be refused.`,
        ...(counts.length > 0 ? formatTable([["table", "rows"], ...counts]) : []),
        `Recorded with the keys as tombstone ${tombstone}; it is applied again when an older backup is restored.`
      ]
    })
  })
).pipe(
  documented(
    "Withdraw a person's consent: erase their records from every table, and refuse later ones",
    "corridor withdraw --partner shelter-north --case - < reference.txt"
  )
)
