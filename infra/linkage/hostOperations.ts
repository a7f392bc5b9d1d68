/** What a host of federated counts does for Corridor and for partners, with its state in its own folder. */

import {
  addUp,
  type CountHost,
  destroyCount,
  openCount,
  type Roll,
  removeShare,
  rollOf,
  takeShare
} from "@corridor/linkage/counts/CountHost"
import type { CountTerms } from "@corridor/linkage/counts/CountTerms"
import type { HostShare } from "@corridor/linkage/counts/contribution"
import { type SigningKeys, signingKeys } from "@corridor/linkage/round/Agreement"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { readOrMake } from "../../ingest/linkage/PartyStore.ts"
import { CountTermsMessage, countCode, RollMessage, ShareMessage } from "./countMessages.ts"
import type { PartyFolder } from "./PartyFolder.ts"
import { type Operation, partyMaxBytes } from "./partyRoutes.ts"
import { noteSum, usualLeastDays } from "./roundSpacing.ts"

/** Returns the identity of the host of a folder, made when it is missing. */
export const hostIdentity = (folder: PartyFolder): SigningKeys => readOrMake(folder, "signing", signingKeys)

export const hostOperations = (
  folder: PartyFolder,
  { id, keys }: { readonly id: string; readonly keys: SigningKeys },
  now: () => Date,
  leastDays: number = usualLeastDays
): ReadonlyArray<Operation> => {
  const stateOf = (count: string): CountHost => {
    const state = folder.rounds.includes(count) ? folder.read<CountHost>(`rounds/${count}`) : undefined
    if (state === undefined) throw new RoundRefused("not-open")
    return state
  }
  const store = (state: CountHost, event: string, caller?: string): CountHost => {
    const { count } = state.terms
    folder.write(`rounds/${count}`, state)
    folder.log(now(), { event, round: count, ...(caller === undefined ? {} : { caller }) })
    return state
  }
  return [
    {
      method: "GET",
      path: "/identity",
      roles: ["linker", "partner"],
      run: () => ({ id, signKey: keys.publicKey })
    },
    {
      method: "POST",
      path: "/counts",
      roles: ["linker"],
      body: CountTermsMessage,
      run: ({ body }) => {
        const terms = body as CountTerms
        const opened = openCount(terms, keys)
        if (!folder.rounds.includes(terms.count)) store(opened, "opened")
        else if (countCode(stateOf(terms.count).terms) !== countCode(terms)) throw new RoundRefused("not-open")
        return {}
      }
    },
    {
      method: "GET",
      path: "/counts/:round",
      roles: ["partner"],
      run: ({ round }) => {
        const { stage, terms } = stateOf(round)
        return { stage, terms }
      }
    },
    {
      method: "POST",
      path: "/counts/:round/share",
      roles: ["partner"],
      body: ShareMessage,
      maxBytes: partyMaxBytes,
      run: ({ round, caller, body }) => {
        const state = takeShare(stateOf(round), caller.name, caller.publicKey, body as HostShare)
        store(state, "share taken", caller.name)
        return {}
      }
    },
    {
      method: "DELETE",
      path: "/counts/:round/share",
      roles: ["partner"],
      run: ({ round, caller }) => {
        store(removeShare(stateOf(round), caller.name), "share removed", caller.name)
        return {}
      }
    },
    { method: "GET", path: "/counts/:round/roll", roles: ["linker"], run: ({ round }) => rollOf(stateOf(round), keys) },
    {
      method: "POST",
      path: "/counts/:round/sum",
      roles: ["linker"],
      body: RollMessage,
      run: ({ round, body }) => {
        const state = stateOf(round)
        if (state.stage === "summed") return state.sum
        const added = addUp(state, body as Roll, keys)
        const partners = (body as Roll).partners.map(([partner]) => partner)
        noteSum(folder, { count: round, partners }, { now: now(), leastDays })
        return store(added, "added up").sum
      }
    },
    {
      method: "DELETE",
      path: "/counts/:round",
      roles: ["linker", "operator"],
      run: ({ round }) => {
        const state = stateOf(round)
        if (state.stage !== "destroyed") store(destroyCount(state), "destroyed")
        return {}
      }
    }
  ]
}
