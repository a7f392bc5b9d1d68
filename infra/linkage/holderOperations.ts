/** What a key holder does for the linker and for partners, with its state in its own folder. */

import { boxKeys } from "@corridor/linkage/oprf/KeyGeneration"
import { signingKeys } from "@corridor/linkage/round/Agreement"
import type { DealMessage } from "@corridor/linkage/round/Dealing"
import {
  answerRequest,
  countRequest,
  dealRound,
  destroyRound,
  type HolderKeys,
  type HolderRound,
  openRound
} from "@corridor/linkage/round/Holder"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { assertLimited, assertNotExpired, isExpired, type Terms, termsCode } from "@corridor/linkage/round/Terms"
import { toText } from "@corridor/linkage/round/text"
import { joinElements, splitElements } from "../../ingest/linkage/elements.ts"
import { DealMessages, ElementsMessage, TermsMessage } from "../../ingest/linkage/messages.ts"
import { readOrMake } from "../../ingest/linkage/PartyStore.ts"
import type { PartyFolder } from "./PartyFolder.ts"
import { type Call, expiredRounds, type Operation, operation, post } from "./partyRoutes.ts"
import { RoundStates } from "./RoundStates.ts"
import { RoundSpacing, usualLeastDays } from "./roundSpacing.ts"

/** Returns the identity of the holder of a folder, made when it is missing. */
export const holderIdentity = (folder: PartyFolder, id: string): HolderKeys =>
  readOrMake<HolderKeys>(folder, "identity", () => {
    const { publicKey, secretKey } = boxKeys()
    return { id, signing: signingKeys(), box: { publicKey: toText(publicKey), secretKey: toText(secretKey) } }
  })

export const holderOperations = (
  folder: PartyFolder,
  keys: HolderKeys,
  now: () => Date,
  minDays: number = usualLeastDays
): ReadonlyArray<Operation> => {
  const spacing = new RoundSpacing(folder, minDays, now)
  const states = new RoundStates<HolderRound>(folder, ({ terms }) => terms.round)
  const refusals = new Map<string, number>()
  /** Logs the first, second, fourth, eighth … refusal of a kind: who repeats a refused request does not fill the disk. */
  const logRefusal = (event: string, entry: { round: string; caller: string; count: number }): void => {
    const kind = JSON.stringify([event, entry.round, entry.caller])
    const times = (refusals.get(kind) ?? 0) + 1
    refusals.set(kind, times)
    if (Number.isInteger(Math.log2(times))) folder.log(now(), { event, ...entry, times })
  }
  const deal = (terms: Terms): DealMessage => {
    const known = states.find(terms.round)
    if (known !== undefined && termsCode(known.terms) === termsCode(terms)) return known.deal
    if (known !== undefined) throw new RoundRefused("not-open")
    assertLimited(terms, now())
    spacing.check(terms.round)
    const state = dealRound(terms, keys)
    states.store(state)
    folder.log(now(), { event: "dealt", round: terms.round })
    return state.deal
  }
  const evaluate = ({ round, caller, body }: Call<typeof ElementsMessage.Type>) => {
    const request = { ...body, elements: splitElements(body.elements) }
    const entry = { round, caller: caller.name, count: request.elements.length }
    try {
      const state = states.get(round)
      assertNotExpired(state.terms, now())
      const counted = countRequest(state, caller.name, caller.publicKey, request)
      // Rounds that were dealt together cannot all be used.
      spacing.use(round)
      states.store(counted)
      const { products, proof } = answerRequest(counted, request)
      folder.log(now(), { event: "evaluated", ...entry })
      return { products: joinElements(products), ...(proof === undefined ? {} : { proof: toText(proof) }) }
    } catch (error) {
      if (error instanceof RoundRefused) logRefusal(`refused: ${error.code}`, entry)
      throw error
    }
  }
  const destroy = (round: string) => {
    const state = states.find(round)
    // Not destroyed: the share may be in another folder, with which this holder was started before.
    if (state === undefined) return { stage: "unknown" }
    if (state.stage !== "destroyed") {
      states.store(destroyRound(state))
      folder.log(now(), { event: "share destroyed", round })
    }
    return { stage: "destroyed" }
  }
  /** Does not depend on the linker: otherwise the share of a round that is never closed would stay for ever. */
  const endExpired = () => {
    for (const { stage, terms } of states.all)
      if (stage !== "destroyed" && isExpired(terms, now())) destroy(terms.round)
  }
  return [
    operation("GET", "/identity", ["linker", "partner"], () => ({
      id: keys.id,
      signKey: keys.signing.publicKey,
      boxKey: keys.box.publicKey
    })),
    post("/rounds", ["linker"], TermsMessage, ({ body }) => deal(body)),
    post("/rounds/:round/deals", ["linker"], DealMessages, ({ round, body }) => {
      const state = openRound(states.get(round), keys, body)
      states.store(state)
      folder.log(now(), { event: "opened", round })
      return { confirmation: state.confirmation }
    }),
    post("/rounds/:round/elements", ["partner"], ElementsMessage, evaluate),
    operation("GET", "/rounds/:round", ["linker"], ({ round }) => {
      const { stage, usage } = states.get(round)
      return { stage, elements: Object.fromEntries(Object.entries(usage).map(([id, { elements }]) => [id, elements])) }
    }),
    // Also the holder's own operator: a holder depends on no linker to destroy what it has.
    operation("DELETE", "/rounds/:round", ["linker", "operator"], ({ round }) => destroy(round)),
    operation("DELETE", expiredRounds, ["operator"], endExpired)
  ]
}
