/** What a host of federated counts does for Corridor and for partners, with its state in its own folder. */

import {
  addUp,
  type CountHost,
  destroyCount,
  openCount,
  removeShare,
  rollOf,
  takeShare
} from "@corridor/linkage/counts/CountHost"
import { type SigningKeys, signingKeys } from "@corridor/linkage/round/Agreement"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { assertLimited, assertNotExpired, isExpired } from "@corridor/linkage/round/Terms"
import { readOrMake } from "../../ingest/linkage/PartyStore.ts"
import { CountTermsMessage, countCode, RollMessage, ShareMessage } from "./countMessages.ts"
import type { PartyFolder } from "./PartyFolder.ts"
import { expiredRounds, type Operation, operation, partyMaxBytes, post } from "./partyRoutes.ts"
import { RoundStates } from "./RoundStates.ts"
import { noteSum, usualLeastDays } from "./roundSpacing.ts"

/** Returns the identity of the host of a folder, made when it is missing. */
export const hostIdentity = (folder: PartyFolder): SigningKeys => readOrMake(folder, "signing", signingKeys)

export const hostOperations = (
  folder: PartyFolder,
  { id, keys }: { readonly id: string; readonly keys: SigningKeys },
  now: () => Date,
  minDays: number = usualLeastDays
): ReadonlyArray<Operation> => {
  const states = new RoundStates<CountHost>(folder, ({ terms }) => terms.count)
  const store = (state: CountHost, event: string, caller?: string): CountHost => {
    states.store(state)
    folder.log(now(), { event, round: state.terms.count, ...(caller === undefined ? {} : { caller }) })
    return state
  }
  /** Does not depend on Corridor: otherwise the shares of a count that is never opened would stay for ever. */
  const endExpired = () => {
    for (const state of states.all)
      if (state.stage !== "destroyed" && isExpired(state.terms, now()))
        store(destroyCount(state), "expired: shares destroyed")
  }
  return [
    operation("GET", "/identity", ["linker", "partner"], () => ({ id, signKey: keys.publicKey })),
    post("/counts", ["linker"], CountTermsMessage, ({ body: terms }) => {
      const opened = openCount(terms, keys)
      const known = states.find(terms.count)
      if (known === undefined) {
        assertLimited(terms, now())
        store(opened, "opened")
      } else if (countCode(known.terms) !== countCode(terms)) throw new RoundRefused("not-open")
    }),
    operation("GET", "/counts/:round", ["partner"], ({ round }) => {
      const { stage, terms } = states.get(round)
      return { stage, terms }
    }),
    post(
      "/counts/:round/share",
      ["partner"],
      ShareMessage,
      ({ round, caller, body }) => {
        const state = states.get(round)
        assertNotExpired(state.terms, now())
        store(takeShare(state, caller.name, caller.publicKey, body), "share taken", caller.name)
      },
      partyMaxBytes
    ),
    operation("DELETE", "/counts/:round/share", ["partner"], ({ round, caller }) => {
      store(removeShare(states.get(round), caller.name), "share removed", caller.name)
    }),
    operation("GET", "/counts/:round/roll", ["linker"], ({ round }) => rollOf(states.get(round), keys)),
    post("/counts/:round/sum", ["linker"], RollMessage, ({ round, body: roll }) => {
      const state = states.get(round)
      if (state.stage === "summed") return state.sum
      assertNotExpired(state.terms, now())
      const added = addUp(state, roll, keys)
      noteSum(folder, { count: round, partners: roll.partners.map(([partner]) => partner) }, { now: now(), minDays })
      return store(added, "added up").sum
    }),
    operation("DELETE", "/counts/:round", ["linker", "operator"], ({ round }) => {
      const state = states.get(round)
      if (state.stage !== "destroyed") store(destroyCount(state), "destroyed")
    }),
    operation("DELETE", expiredRounds, ["operator"], endExpired)
  ]
}
