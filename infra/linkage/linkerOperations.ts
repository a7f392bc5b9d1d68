/** What the linker does for its operator and for partners, with its state in its own folder. */

import { agree, type LinkerRound, type Partner, submit, veto } from "@corridor/linkage/round/Linker"
import { assertNotExpired, isExpired } from "@corridor/linkage/round/Terms"
import type { ByteSize, Schema } from "effect"
import { CloseRequest, DecisionMessage, RoundRequest, RowsMessage } from "../../ingest/linkage/messages.ts"
import type { Caller } from "./callers.ts"
import { LinkerRounds } from "./LinkerRounds.ts"
import type { PartyFolder } from "./PartyFolder.ts"
import { expiredRounds, type Operation, operation, partyMaxBytes, post } from "./partyRoutes.ts"
import { usualLeastDays } from "./roundSpacing.ts"
import { openRoundOf } from "./summary.ts"

const partnerOf = ({ name, type, publicKey }: Caller): Partner => ({ id: name, type, publicKey })

export const linkerOperations = (
  folder: PartyFolder,
  now: () => Date,
  minDays: number = usualLeastDays
): ReadonlyArray<Operation> => {
  const rounds = new LinkerRounds(folder, now, minDays)

  /** A message by which a partner changes a round. `count` of the message is logged. */
  const ofPartner = <A>(
    path: string,
    event: string,
    message: Schema.Codec<A, unknown>,
    change: (state: LinkerRound, partner: Partner, message: A) => LinkerRound,
    { count, maxBytes }: { readonly count?: (message: A) => number; readonly maxBytes?: ByteSize.ByteSize } = {}
  ): Operation =>
    post(
      `/rounds/:round/${path}`,
      ["partner"],
      message,
      ({ round, caller, body }) => {
        const state = rounds.states.get(round)
        // A veto holds at any time.
        if (event !== "vetoed") assertNotExpired(state.terms, now())
        rounds.states.store(change(state, partnerOf(caller), body))
        const counted = count === undefined ? {} : { count: count(body) }
        folder.log(now(), { event, round, caller: caller.name, ...counted })
      },
      maxBytes
    )

  return [
    operation("GET", "/rounds", ["operator"], () => rounds.states.all.map((state) => rounds.summary(state))),
    post("/rounds", ["operator"], RoundRequest, ({ body }) => rounds.begin(body)),
    post("/rounds/:round/close", ["operator"], CloseRequest, ({ round, body }) => rounds.close(round, body)),
    operation("DELETE", "/rounds/:round", ["operator"], ({ round }) => rounds.destroy(round)),
    operation("GET", "/open-rounds", ["portal"], () =>
      rounds.states.all.filter(({ stage, terms }) => stage === "open" && !isExpired(terms, now())).map(openRoundOf)
    ),
    operation("GET", "/rounds/:round", ["partner"], ({ round }) => {
      const { stage, terms, key } = rounds.states.get(round)
      return { stage, terms, ...(key === undefined ? {} : { key }) }
    }),
    ofPartner("agreement", "agreed", DecisionMessage, agree),
    ofPartner("rows", "submitted", RowsMessage, submit, { count: ({ length }) => length, maxBytes: partyMaxBytes }),
    ofPartner("veto", "vetoed", DecisionMessage, veto),
    operation("DELETE", expiredRounds, ["operator"], () => rounds.endExpired())
  ]
}
