/** A partner's part in a round: agree, have keys evaluated, submit, veto. Its state is in its own store. */
import {
  type Decision,
  isDecision,
  type SignedDecision,
  type SigningKeys,
  signDecision,
  signingKeys
} from "@corridor/linkage/round/Agreement"
import {
  type ClientRound,
  destroyClient,
  type KeyedPerson,
  startClient,
  tokensOf
} from "@corridor/linkage/round/Client"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import {
  assertLimited,
  assertNotExpired,
  hasOwnKeys,
  isExpired,
  type Terms,
  termsProblems
} from "@corridor/linkage/round/Terms"
import { fromText } from "@corridor/linkage/round/text"
import { Schema } from "effect"
import { identifies } from "./caseColumns.ts"
import { joinElements, splitElements } from "./elements.ts"
import { AnswerMessage, IdentityMessage, RoundMessage } from "./messages.ts"
import { type Connection, PartyClient, PartyUnavailable } from "./PartyClient.ts"
import { type PartyStore, readOrMake } from "./PartyStore.ts"

/** The name of the linker among a partner's connections. */
export const linkerName = "linker"

/** An answer without content. */
export const Done = Schema.Struct({})

/** Returns the partner's keys for signatures, made when they are missing. The public one is registered with linker and holders. */
export const partnerKeys = (store: PartyStore): SigningKeys => readOrMake(store, "signing", signingKeys)

const connectionTo = (store: PartyStore, name: string): Connection | undefined =>
  store.read<Readonly<Record<string, Connection>>>("connections")?.[name]

/** Returns the client of a party of this name. Throws `PartyUnavailable` if the store has no connection to one. */
export const clientOf = (store: PartyStore, name: string): PartyClient => {
  const connection = connectionTo(store, name)
  if (connection === undefined) throw new PartyUnavailable(name, "unconnected")
  return new PartyClient(name, connection)
}

/**
 * Returns a round as the linker shows it. Refuses terms that are not valid, are of another round, or have a dimension that identifies a person: its labels
 * are sent in the clear.
 */
export const roundOf = async (store: PartyStore, round: string) => {
  const shown = await clientOf(store, linkerName).call("GET", `/rounds/${encodeURIComponent(round)}`, RoundMessage)
  const { terms } = shown
  if (terms.round !== round || termsProblems(terms).length > 0 || Object.keys(terms.strata).some(identifies))
    throw new RoundRefused("terms-invalid")
  return shown
}

/** Returns the terms by which the partner's file is read: those that it signed, or before that those that the linker shows. */
export const termsToRead = async (store: PartyStore, round: string): Promise<Terms> =>
  store.read<SignedDecision>(`agree-${round}`)?.terms ?? (await roundOf(store, round)).terms

/**
 * Returns the numbers of the holders that respond. Refuses terms with a holder that the partner is not connected to itself, or whose keys are not those
 * that the holder shows to the partner: a linker that adds holders of its own to the terms could reach the threshold. Rejects if fewer than `least`
 * respond.
 */
const checkHolders = async (store: PartyStore, { holders }: Terms, least: number): Promise<ReadonlyArray<number>> => {
  const unconnected = holders.find(({ id }) => connectionTo(store, id) === undefined)
  if (unconnected !== undefined) throw new RoundRefused("terms-invalid", unconnected.id)
  const responding: Array<number> = []
  const silent: Array<PartyUnavailable> = []
  for (const [i, { id, signKey, boxKey }] of holders.entries())
    try {
      const shown = await clientOf(store, id).call("GET", "/identity", IdentityMessage)
      if (shown.id !== id || shown.signKey !== signKey || shown.boxKey !== boxKey)
        throw new RoundRefused("terms-invalid", id)
      responding.push(i + 1)
    } catch (error) {
      if (!(error instanceof PartyUnavailable)) throw error
      silent.push(error)
      if (holders.length - silent.length < least) throw silent[0]
    }
  return responding
}

const stateFile = (round: string): string => `rounds/${round}`

/** Destroys the seed of a round in which the partner sends nothing any more. */
const giveUp = (store: PartyStore, round: string): void => {
  const state = store.read<ClientRound>(stateFile(round))
  if (state?.seed !== undefined) store.write(stateFile(round), destroyClient(state, "destroyed"))
}

/** Signs an agreement with these terms, or a veto, keeps the document, and gives it to the linker. */
export const decide = async (
  store: PartyStore,
  partner: string,
  terms: Terms,
  decision: Decision,
  now: Date
): Promise<void> => {
  const { round } = terms
  if (decision === "agree") {
    assertLimited(terms, now)
    if (!hasOwnKeys(terms)) throw new RoundRefused("other-keys")
    await checkHolders(store, terms, terms.holders.length)
  }
  const signed = signDecision(decision, partner, terms, partnerKeys(store))
  store.write(`${decision}-${round}`, signed)
  if (decision === "veto") giveUp(store, round)
  const path = decision === "agree" ? "agreement" : "veto"
  await clientOf(store, linkerName).call("POST", `/rounds/${round}/${path}`, Done, signed)
}

/** Returns the agreement that the partner signed; without it, if its file was changed, and after a veto, nothing is asked. */
const agreementOf = (store: PartyStore, partner: string, round: string) => {
  const agreement = store.read<SignedDecision>(`agree-${round}`)
  const isOwn = agreement && isDecision(agreement, "agree", partner, agreement.terms, partnerKeys(store).publicKey)
  if (!isOwn) throw new RoundRefused("agreement-missing")
  const vetoed = store.read<SignedDecision>(`veto-${round}`)?.terms
  if (vetoed?.nonce === agreement.terms.nonce) throw new RoundRefused("veto")
  return agreement
}

/** Has the persons' keys evaluated by as many holders as are needed of those that respond, checks their answers and submits the tokens. */
export const sendPersons = async (
  store: PartyStore,
  partner: string,
  round: string,
  persons: ReadonlyArray<KeyedPerson>,
  onProgress: (done: number, total: number) => void,
  now: Date
): Promise<number> => {
  const agreement = agreementOf(store, partner, round)
  const isOwn = hasOwnKeys(agreement.terms)
  if (isExpired(agreement.terms, now) || !isOwn) giveUp(store, round)
  assertNotExpired(agreement.terms, now)
  if (!isOwn) throw new RoundRefused("other-keys")
  const { key, stage } = await roundOf(store, round)
  if (stage === "closed" || stage === "destroyed") giveUp(store, round)
  if (key === undefined || stage !== "open") throw new RoundRefused("not-open")
  // The terms are those that were signed. The linker is not asked again, because it could show others.
  const { terms } = agreement
  const responding = await checkHolders(store, terms, terms.threshold)
  const file = stateFile(round)
  const state = startClient(terms, partner, persons, store.read<ClientRound>(file))
  store.write(file, state)
  const holders = terms.holders.map(({ id }) => clientOf(store, id))
  const rows = await tokensOf({
    state,
    persons,
    key,
    holders: responding.slice(0, terms.threshold),
    onProgress,
    ask: async (holder, { elements, ...request }) => {
      const message = { ...request, agreement, elements: joinElements(elements) }
      const client = holders[holder - 1] as PartyClient
      const { products, proof } = await client.call("POST", `/rounds/${round}/elements`, AnswerMessage, message)
      const bytes = proof === undefined ? undefined : fromText(proof)
      return { products: splitElements(products), ...(bytes === undefined ? {} : { proof: bytes }) }
    }
  })
  // A veto that was signed meanwhile holds, even if the linker could not be reached with it.
  agreementOf(store, partner, round)
  await clientOf(store, linkerName).call("POST", `/rounds/${round}/rows`, Done, rows)
  store.write(file, destroyClient(state, "submitted"))
  return rows.length
}
