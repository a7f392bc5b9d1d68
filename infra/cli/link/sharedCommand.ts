/** `link shared`: reports to each partner of the newest round how many of its persons others know. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { answerSharedCases } from "../../../release/protection/sharedCases.ts"
import { createVintage } from "../../../release/vintage/Vintages.ts"
import { offerSharedCases } from "../../linkage/offeredRounds.ts"
import { cellKey } from "../../settings/Settings.ts"
import { storesOf } from "../../stack/Stack.ts"
import { formatTable, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText } from "../CommonFlags.ts"

export const shared = Command.make(
  "shared",
  {
    ...commonFlags,
    epsilon: Flag.Finite("epsilon").pipe(
      Flag.withDescription(
        "privacy loss of each partner's answer, paid from the budget of releases with the method dp"
      ),
      Flag.withDefault(1)
    ),
    partner: optionalText("partner", "show the answer of this partner, to send it to a partner without the portal")
  },
  Effect.fn("link shared")(function* ({ data, json, epsilon, partner }) {
    const key = yield* cellKey
    const answers = yield* Effect.gen(function* () {
      return yield* answerSharedCases(yield* createVintage(), { epsilon, key, least: defaultProfile.threshold })
    }).pipe(Effect.provide(storesOf(data)))
    offerSharedCases(data, answers)
    const partners = Object.keys(answers.counts)
    const own = partner === undefined ? undefined : (answers.counts[partner] ?? [])
    yield* printResult(json, {
      json: { round: answers.round, partners, ...(own === undefined ? {} : { counts: own }) },
      lines: [
        `Round ${answers.round}: ${partners.length} partners see in the portal how many of their own persons others know, each its own figures only, with noise.`,
        own &&
          formatTable([
            ["known to", "persons", "95 %"],
            ...own.map(({ knownTo, persons, low, high }) => [
              knownTo,
              persons ?? "too few to show",
              `${low} to ${high}`
            ])
          ])
      ]
    })
  })
).pipe(
  documented(
    "Report to each partner of the newest linkage round how many of its persons other partners know, with noise",
    "corridor link shared",
    ["corridor link shared --epsilon 0.5 --partner shelter-north", "show the answer of one partner"]
  )
)
