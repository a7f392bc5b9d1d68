/** The demonstration's linkage round: its twelve invented partners, two key holders and a linker, next to a running stack. */
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { answerSharedCases } from "../../release/protection/sharedCases.ts"
import {
  type InventedRelease,
  inventedKey,
  releaseInventedPersons
} from "../../release/publisher/releaseInventedPersons.ts"
import { vintagesIn } from "../../release/vintage/Vintages.ts"
import { demonstrationRound } from "../linkage/demonstrationRound.ts"
import { offerSharedCases } from "../linkage/offeredRounds.ts"
import { storeHistories } from "../linkage/storeHistories.ts"
import { rebuildMarts } from "../marts/BuildMarts.ts"
import { Progress } from "../process/Progress.ts"
import { asDemoPeople } from "./demoPeople.ts"

/** Invented persons of the round. */
const persons = 600

/** The line about the release; undefined if the round was released before. */
const sentences: Readonly<Record<InventedRelease, string | undefined>> = {
  released: "Released with noise, as real ones would be: the first page compares persons with persons at each partner.",
  "released before": undefined,
  "no year": "Not released: no person of the round has a year.",
  "not invented":
    "Not released: the store has persons who are not invented. Release them yourself: 'corridor release create --method dp --table persons'."
}

/**
 * Runs the round, hands its counts to the release system and releases them, once. It is not part of the start: a failure is one line.
 */
export const demonstrateRound = Effect.fn("demonstrateRound")(
  function* (data: string) {
    const print = yield* Progress
    const [stored] = yield* Warehouse.query<{ readonly n: number }>(
      "SELECT toFloat64(count()) AS n FROM corridor_raw.linkage_history"
    )
    if (stored?.n === 0) {
      print("Running a linkage round with invented persons, while the page is up …")
      const { table } = yield* demonstrationRound(join(data, "linkage-demonstration"), persons)
      yield* storeHistories("demonstration", table)
      yield* rebuildMarts()
      const atPartners = table.partners.reduce((sum, partner) => sum + partner.persons, 0)
      print(
        `Linkage round: ${atPartners} invented persons at twelve partners are ${table.persons} persons. Key shares and tokens are destroyed.`
      )
    }
    const released = yield* asDemoPeople(releaseInventedPersons)
    const vintage = vintagesIn(yield* readLedger()).at(-1)
    if (released === "released" && vintage !== undefined) {
      const request = { epsilon: 1, key: inventedKey, least: defaultProfile.threshold }
      offerSharedCases(data, yield* answerSharedCases(vintage, request))
    }
    const sentence = sentences[released]
    if (sentence !== undefined) print(`  ${sentence}`)
  },
  Effect.scoped,
  Effect.catchCause(() =>
    Effect.flatMap(Progress, (print) =>
      Effect.sync(() => print("The demonstration's linkage round did not complete. 'link demo' runs one by itself."))
    )
  )
)
