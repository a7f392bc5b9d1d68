/** A partner's part in a round: agree, have keys evaluated, submit, veto. Its state is in its own folder. */
import { type Decision, type SigningKeys, signDecision, signingKeys } from "@corridor/linkage/round/Agreement"
import {
  type ClientRound,
  destroyClient,
  type KeyedPerson,
  startClient,
  tokensOf
} from "@corridor/linkage/round/Client"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import type { Terms } from "@corridor/linkage/round/Terms"
import { fromText } from "@corridor/linkage/round/text"
import { Schema } from "effect"
import { joinElements, splitElements } from "./elements.ts"
import { AnswerMessage, IdentityMessage, RoundMessage } from "./messages.ts"
import { type Connection, PartyClient } from "./PartyClient.ts"
import type { PartyFolder } from "./PartyFolder.ts"

/** The name of the linker among a partner's connections. */
export const linkerName = "linker"

const Done = Schema.Struct({})

/** The partner's keys for signatures, made when they are missing. The public one is registered with linker and holders. */
export const partnerKeys = (folder: PartyFolder): SigningKeys => folder.readOrMake("signing", signingKeys)

export const clientOf = (folder: PartyFolder, name: string): PartyClient => {
  const connection = folder.read<Readonly<Record<string, Connection>>>("connections")?.[name]
  if (connection === undefined) throw new RoundRefused("terms-invalid", name)
  return new PartyClient(name, connection)
}

/** A round as the linker shows it. */
export const roundOf = (folder: PartyFolder, round: string) =>
  clientOf(folder, linkerName).call("GET", `/rounds/${round}`, RoundMessage)

/**
 * Refuses terms with a holder that the partner is not connected to itself, or whose keys are not those that the holder shows to the partner:
 * a linker that adds holders of its own to the terms could reach the threshold.
 */
const checkHolders = async (folder: PartyFolder, terms: Terms): Promise<void> => {
  for (const { id, signKey, boxKey } of terms.holders) {
    const shown = await clientOf(folder, id).call("GET", "/identity", IdentityMessage)
    if (shown.id !== id || shown.signKey !== signKey || shown.boxKey !== boxKey)
      throw new RoundRefused("terms-invalid", id)
  }
}

/** Signs an agreement or a veto, keeps the document, and gives it to the linker. */
export const decide = async (folder: PartyFolder, partner: string, round: string, decision: Decision) => {
  const { terms } = await roundOf(folder, round)
  if (decision === "agree") await checkHolders(folder, terms)
  const signed = signDecision(decision, partner, terms, partnerKeys(folder))
  folder.write(`${decision}-${round}`, signed)
  const path = decision === "agree" ? "agreement" : "veto"
  await clientOf(folder, linkerName).call("POST", `/rounds/${round}/${path}`, Done, signed)
  return terms
}

/** The agreement that the partner signed; without it nothing is asked. */
const agreementOf = (folder: PartyFolder, round: string) => {
  const agreement = folder.read<ReturnType<typeof signDecision>>(`agree-${round}`)
  if (agreement === undefined) throw new RoundRefused("agreement-missing")
  return agreement
}

/** Has the persons' keys evaluated by the holders, checks their answers and submits the tokens. */
export const sendPersons = async (
  folder: PartyFolder,
  partner: string,
  round: string,
  persons: ReadonlyArray<KeyedPerson>,
  onProgress: (done: number, total: number) => void
): Promise<number> => {
  const agreement = agreementOf(folder, round)
  const { key } = await roundOf(folder, round)
  if (key === undefined) throw new RoundRefused("not-open")
  // The terms are those that were signed: whatever the linker shows later is not asked for.
  const { terms } = agreement
  await checkHolders(folder, terms)
  const file = `rounds/${round}`
  const state = startClient(terms, partner, persons, folder.read<ClientRound>(file))
  folder.write(file, state)
  const holders = terms.holders.map(({ id }) => clientOf(folder, id))
  const rows = await tokensOf({
    state,
    persons,
    key,
    onProgress,
    ask: async (holder, { elements, ...request }) => {
      const message = { ...request, agreement, elements: joinElements(elements) }
      const client = holders[holder - 1] as PartyClient
      const { products, proof } = await client.call("POST", `/rounds/${round}/elements`, AnswerMessage, message)
      const bytes = proof === undefined ? undefined : fromText(proof)
      return { products: splitElements(products), ...(bytes === undefined ? {} : { proof: bytes }) }
    }
  })
  await clientOf(folder, linkerName).call("POST", `/rounds/${round}/rows`, Done, rows)
  folder.write(file, destroyClient(state, "submitted"))
  return rows.length
}
