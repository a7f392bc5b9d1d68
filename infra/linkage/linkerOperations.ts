/** What the linker does for its operator and for partners, with its state in its own folder. */

import { randomBytes } from "node:crypto"
import { linkageRules } from "@corridor/linkage/keys/rules"
import type { PersonsBefore } from "@corridor/linkage/link/oddSubmissions"
import {
  agree,
  announce,
  close,
  destroy,
  type LinkerRound,
  type OverRounds,
  open,
  type Partner,
  submit,
  veto
} from "@corridor/linkage/round/Linker"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { sizeClass } from "@corridor/linkage/round/sizeClass"
import { type Terms, termsCode } from "@corridor/linkage/round/Terms"
import { Schema } from "effect"
import {
  CloseRequest,
  DealMessage,
  DecisionMessage,
  IdentityMessage,
  RoundRequest,
  RowsMessage
} from "../../ingest/linkage/messages.ts"
import { type Connection, PartyClient } from "../../ingest/linkage/PartyClient.ts"
import { readOrMake } from "../../ingest/linkage/PartyStore.ts"
import type { Caller } from "./callers.ts"
import type { PartyFolder } from "./PartyFolder.ts"
import { type Operation, partyMaxBytes } from "./partyRoutes.ts"
import { RoundSpacing, usualLeastDays } from "./roundSpacing.ts"
import { openRoundOf, summaryOf } from "./summary.ts"

/** How many keys of a person a holder evaluates at most: rules give several for names with several readings. */
const keysPerPerson = 32

interface StoredRound extends LinkerRound {
  /** Of closed rounds: which was closed as the first, the second, … */
  readonly order?: number
}

const partnerOf = ({ name, type, publicKey }: Caller): Partner => ({ id: name, type, publicKey })

/** The holders that the linker's folder has connections to, in order of their names. */
const holdersOf = (folder: PartyFolder): ReadonlyArray<readonly [string, PartyClient]> =>
  Object.entries(folder.read<Readonly<Record<string, Connection>>>("connections") ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, connection]) => [name, new PartyClient(name, connection)])

export const linkerOperations = (
  folder: PartyFolder,
  now: () => Date,
  leastDays: number = usualLeastDays
): ReadonlyArray<Operation> => {
  const spacing = new RoundSpacing(folder, leastDays, now)
  const noiseKey = readOrMake(folder, "noise", () => randomBytes(32).toString("base64url"))
  const states = new Map(
    folder.rounds.map((round) => [round, folder.read<StoredRound>(`rounds/${round}`) as StoredRound])
  )
  const stateOf = (round: string): StoredRound => {
    const state = states.get(round)
    if (state === undefined) throw new RoundRefused("not-open")
    return state
  }
  const store = (state: StoredRound): StoredRound => {
    const { round } = state.terms
    folder.write(`rounds/${round}`, state)
    states.set(round, state)
    return state
  }

  /**
   * Persons of each partner in the round that was closed last before this one. A round whose closing was interrupted, or that was destroyed, is
   * skipped: nobody would compare the next submissions with anything.
   */
  const personsBefore = (round: string): PersonsBefore => {
    // Rounds that were closed by earlier versions have no order: the last of them was the one that was used last.
    const last = folder.read<{ readonly round: string }>("last-round")?.round
    const wasLast = ({ terms }: StoredRound) => Number(terms.round === last)
    return (
      [...states.values()]
        .filter(({ terms, table }) => terms.round !== round && table !== undefined)
        .sort((a, b) => (b.order ?? 0) - (a.order ?? 0) || wasLast(b) - wasLast(a))[0]?.table?.partners ?? []
    )
  }

  const overRounds = ({ terms }: LinkerRound): OverRounds => ({ noiseKey, before: personsBefore(terms.round) })

  /** Makes the terms, has the holders make a key, and opens the round. Continues a round that stopped on the way. */
  const begin = async (request: typeof RoundRequest.Type) => {
    const known = states.get(request.round)
    if (known !== undefined && known.stage !== "dealing") throw new RoundRefused("not-open")
    spacing.check(request.round)
    const holders = holdersOf(folder)
    const asked = await termsOf(request, holders)
    if (known !== undefined && termsCode({ ...asked, nonce: known.terms.nonce }) !== termsCode(known.terms))
      throw new RoundRefused("other-terms")
    const state = known ?? store(announce(asked))
    const { terms } = state
    const dealt = []
    for (const [, holder] of holders) dealt.push(await holder.call("POST", "/rounds", DealMessage, terms))
    const confirmations = []
    const Confirmation = Schema.Struct({ confirmation: Schema.String })
    for (const [, holder] of holders)
      confirmations.push((await holder.call("POST", `/rounds/${terms.round}/deals`, Confirmation, dealt)).confirmation)
    const opened = store(open(state, { deals: dealt, confirmations }))
    folder.log(now(), { event: "opened", round: terms.round, count: holders.length })
    return summaryOf(opened, overRounds(opened))
  }

  /** Has every holder destroy its share, whichever of them respond. Rejects with what the first that did not says; repeated until all have. */
  const forgetShares = async (round: string) => {
    const Answer = Schema.Struct({ stage: Schema.String })
    const forgotten = holdersOf(folder).map(async ([name, holder]) => {
      const { stage } = await holder.call("DELETE", `/rounds/${round}`, Answer)
      // A round without a key may have stopped before this holder was asked.
      if (stage !== "destroyed" && stateOf(round).key !== undefined) throw new RoundRefused("share-elsewhere", name)
      folder.log(now(), { event: "share destroyed", round, caller: name })
    })
    await Promise.allSettled(forgotten)
    await Promise.all(forgotten)
  }

  const finish = async (round: string, { accept, exclude: excluded }: typeof CloseRequest.Type) => {
    const state = stateOf(round)
    // A closing that stopped before all shares were destroyed is completed.
    const persons = Object.values(state.submissions).reduce((sum, { rows }) => sum + rows.length, 0)
    const closed = close(state, accept, overRounds(state), excluded)
    if (state.stage !== "closed") {
      spacing.use(round)
      store({ ...closed, order: 1 + Math.max(0, ...[...states.values()].map(({ order }) => order ?? 0)) })
    }
    folder.log(now(), { event: "tokens destroyed", round, count: persons })
    await forgetShares(round)
    return summaryOf(closed, overRounds(closed))
  }

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
      store(change(stateOf(round), partnerOf(caller), body as A))
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
      run: () => [...states.values()].map((state) => summaryOf(state, overRounds(state)))
    },
    {
      method: "POST",
      path: "/rounds",
      roles: ["operator"],
      body: RoundRequest,
      run: ({ body }) => begin(body as typeof RoundRequest.Type)
    },
    {
      method: "POST",
      path: "/rounds/:round/close",
      roles: ["operator"],
      body: CloseRequest,
      run: ({ round, body }) => finish(round, body as typeof CloseRequest.Type)
    },
    {
      method: "DELETE",
      path: "/rounds/:round",
      roles: ["operator"],
      run: async ({ round }) => {
        const destroyed = store(destroy(stateOf(round)))
        folder.log(now(), { event: "destroyed", round })
        await forgetShares(round)
        return summaryOf(destroyed, overRounds(destroyed))
      }
    },
    {
      method: "GET",
      path: "/open-rounds",
      roles: ["portal"],
      run: () => [...states.values()].filter(({ stage }) => stage === "open").map(openRoundOf)
    },
    {
      method: "GET",
      path: "/rounds/:round",
      roles: ["partner"],
      run: ({ round }) => {
        const { stage, terms, key } = stateOf(round)
        return { stage, terms, ...(key === undefined ? {} : { key }) }
      }
    },
    ofPartner("agreement", "agreed", DecisionMessage, agree),
    { ...ofPartner("rows", "submitted", RowsMessage, submit, ({ length }) => length), maxBytes: partyMaxBytes },
    ofPartner("veto", "vetoed", DecisionMessage, veto)
  ]
}

const termsOf = async (
  { persons, ...request }: typeof RoundRequest.Type,
  holders: ReadonlyArray<readonly [string, PartyClient]>
): Promise<Terms> => {
  const identities: Array<typeof IdentityMessage.Type> = []
  for (const [name, holder] of holders) {
    const identity = await holder.call("GET", "/identity", IdentityMessage)
    const isKnown = identities.some(({ signKey, boxKey }) => signKey === identity.signKey || boxKey === identity.boxKey)
    if (isKnown) throw new RoundRefused("same-holder", name)
    identities.push(identity)
  }
  return {
    ...request,
    nonce: randomBytes(32).toString("base64url"),
    rules: linkageRules.map(({ name }) => name),
    holders: identities,
    limits: { persons, elements: sizeClass(persons * keysPerPerson) }
  }
}
