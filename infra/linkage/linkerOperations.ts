/** What the linker does for its operator and for partners, with its state in its own folder. */

import { agree, type LinkerRound, type Partner, submit, veto } from "@corridor/linkage/round/Linker"
import type { Schema } from "effect"
import { CloseRequest, DecisionMessage, RoundRequest, RowsMessage } from "../../ingest/linkage/messages.ts"
import type { Caller } from "./callers.ts"
import { LinkerRounds } from "./LinkerRounds.ts"
import type { PartyFolder } from "./PartyFolder.ts"
import { type Operation, partyMaxBytes } from "./partyRoutes.ts"
import { usualLeastDays } from "./roundSpacing.ts"
import { openRoundOf } from "./summary.ts"

const partnerOf = ({ name, type, publicKey }: Caller): Partner => ({ id: name, type, publicKey })

export const linkerOperations = (
  folder: PartyFolder,
  now: () => Date,
  leastDays: number = usualLeastDays
): ReadonlyArray<Operation> => {
  const rounds = new LinkerRounds(folder, now, leastDays)

  /** A message by which a partner changes a round. `count` of the message is logged. */
  const ofPartner = <A>(
    path: string,
    event: string,
    message: Schema.Codec<A, unknown>,
    change: (state: LinkerRound, partner: Partner, message: A) => LinkerRound,
    count?: (message: A) => number
  ): Operation => ({
    method: "POST",
    path: `/rounds/:round/${path}`,
    roles: ["partner"],
    body: message,
    run: ({ round, caller, body }) => {
      rounds.states.store(change(rounds.states.get(round), partnerOf(caller), body as A))
      folder.log(now(), {
        event,
        round,
        caller: caller.name,
        ...(count === undefined ? {} : { count: count(body as A) })
      })
      return {}
    }
  })

  return [
    {
      method: "GET",
      path: "/rounds",
      roles: ["operator"],
      run: () => rounds.states.all.map((state) => rounds.summary(state))
    },
    {
      method: "POST",
      path: "/rounds",
      roles: ["operator"],
      body: RoundRequest,
      run: ({ body }) => rounds.begin(body as typeof RoundRequest.Type)
    },
    {
      method: "POST",
      path: "/rounds/:round/close",
      roles: ["operator"],
      body: CloseRequest,
      run: ({ round, body }) => rounds.close(round, body as typeof CloseRequest.Type)
    },
    {
      method: "DELETE",
      path: "/rounds/:round",
      roles: ["operator"],
      run: ({ round }) => rounds.destroy(round)
    },
    {
      method: "GET",
      path: "/open-rounds",
      roles: ["portal"],
      run: () => rounds.states.all.filter(({ stage }) => stage === "open").map(openRoundOf)
    },
    {
      method: "GET",
      path: "/rounds/:round",
      roles: ["partner"],
      run: ({ round }) => {
        const { stage, terms, key } = rounds.states.get(round)
        return { stage, terms, ...(key === undefined ? {} : { key }) }
      }
    },
    ofPartner("agreement", "agreed", DecisionMessage, agree),
    { ...ofPartner("rows", "submitted", RowsMessage, submit, ({ length }) => length), maxBytes: partyMaxBytes },
    ofPartner("veto", "vetoed", DecisionMessage, veto)
  ]
}
