/** The linker's rounds: announced, closed and destroyed, each step so that it can be repeated after an interruption. */

import { randomBytes } from "node:crypto"
import { keysVersion, linkageRules } from "@corridor/linkage/keys/rules"
import type { PersonsBefore } from "@corridor/linkage/link/oddSubmissions"
import { announce, close, destroy, type LinkerRound, type OverRounds, open } from "@corridor/linkage/round/Linker"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { sizeClass } from "@corridor/linkage/round/sizeClass"
import {
  assertLimited,
  assertNotExpired,
  isExpired,
  type Terms,
  termsCode,
  usualLastDay
} from "@corridor/linkage/round/Terms"
import { Schema } from "effect"
import { type CloseRequest, DealMessage, IdentityMessage, type RoundRequest } from "../../ingest/linkage/messages.ts"
import { type Connection, PartyClient } from "../../ingest/linkage/PartyClient.ts"
import { readOrMake } from "../../ingest/linkage/PartyStore.ts"
import type { PartyFolder } from "./PartyFolder.ts"
import { RoundStates } from "./RoundStates.ts"
import { RoundSpacing } from "./roundSpacing.ts"
import { type RoundSummary, summaryOf } from "./summary.ts"

/** How many keys of a person a holder evaluates at most: rules give several for names with several readings. */
const keysPerPerson = 32

interface StoredRound extends LinkerRound {
  /** The order in which rounds were closed: first, second, … */
  readonly order?: number
}

/** Returns the holders that the linker's folder has connections to, in order of their names. */
const holdersOf = (folder: PartyFolder): ReadonlyArray<readonly [string, PartyClient]> =>
  Object.entries(folder.read<Readonly<Record<string, Connection>>>("connections") ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, connection]) => [name, new PartyClient(name, connection)])

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
    keys: keysVersion,
    holders: identities,
    limits: { persons, elements: sizeClass(persons * keysPerPerson) }
  }
}

export class LinkerRounds {
  readonly states: RoundStates<StoredRound>
  readonly #folder: PartyFolder
  readonly #now: () => Date
  readonly #spacing: RoundSpacing
  readonly #noiseKey: string

  constructor(folder: PartyFolder, now: () => Date, minDays: number) {
    this.states = new RoundStates(folder, ({ terms }) => terms.round)
    this.#folder = folder
    this.#now = now
    this.#spacing = new RoundSpacing(folder, minDays, now)
    this.#noiseKey = readOrMake(folder, "noise", () => randomBytes(32).toString("base64url"))
  }

  summary(state: LinkerRound): RoundSummary {
    return summaryOf(state, this.#overRounds(state))
  }

  /** Makes the terms, has the holders make a key, and opens the round. Continues a round that stopped on the way. */
  async begin(request: typeof RoundRequest.Type): Promise<RoundSummary> {
    const known = this.states.find(request.round)
    if (known !== undefined && known.stage !== "dealing") throw new RoundRefused("not-open")
    this.#spacing.check(request.round)
    const holders = holdersOf(this.#folder)
    const until = request.until ?? known?.terms.until ?? usualLastDay(this.#now())
    const asked = await termsOf({ ...request, until }, holders)
    assertLimited(asked, this.#now())
    // Looked up again: the same request may have announced it meanwhile, repeated after an answer that was lost.
    const state: LinkerRound = this.states.find(request.round) ?? this.states.store(announce(asked))
    const { terms } = state
    if (termsCode({ ...asked, nonce: terms.nonce }) !== termsCode(terms)) throw new RoundRefused("other-terms")
    const dealt = []
    for (const [, holder] of holders) dealt.push(await holder.call("POST", "/rounds", DealMessage, terms))
    const confirmations = []
    const Confirmation = Schema.Struct({ confirmation: Schema.String })
    for (const [, holder] of holders)
      confirmations.push((await holder.call("POST", `/rounds/${terms.round}/deals`, Confirmation, dealt)).confirmation)
    // Opened by that request, and perhaps with submissions; or destroyed.
    const reached = this.states.get(terms.round)
    if (reached.stage === "open") return this.summary(reached)
    if (reached !== state) throw new RoundRefused("not-open")
    const opened = this.states.store(open(state, { deals: dealt, confirmations }))
    this.#folder.log(this.#now(), { event: "opened", round: terms.round, count: holders.length })
    return this.summary(opened)
  }

  /** Counts, and destroys the tokens and the key. Completes a closing that stopped before all shares were destroyed. */
  async close(round: string, { accept, exclude }: typeof CloseRequest.Type): Promise<RoundSummary> {
    const state = this.states.get(round)
    if (state.stage !== "closed") assertNotExpired(state.terms, this.#now())
    const persons = Object.values(state.submissions).reduce((sum, { rows }) => sum + rows.length, 0)
    const closed = close(state, accept, this.#overRounds(state), exclude)
    if (state.stage !== "closed") {
      this.#spacing.use(round)
      this.states.store({ ...closed, order: 1 + Math.max(0, ...this.states.all.map(({ order }) => order ?? 0)) })
    }
    this.#folder.log(this.#now(), { event: "tokens destroyed", round, count: persons })
    await this.#destroyShares(round)
    return this.summary(closed)
  }

  async destroy(round: string): Promise<RoundSummary> {
    const destroyed = this.states.store(destroy(this.states.get(round)))
    this.#folder.log(this.#now(), { event: "destroyed", round })
    await this.#destroyShares(round)
    return this.summary(destroyed)
  }

  /** Destroys what is held of rounds whose agreement has ended. Holders do the same, each by its own clock. */
  endExpired(): void {
    for (const state of this.states.all)
      if ((state.stage === "dealing" || state.stage === "open") && isExpired(state.terms, this.#now())) {
        this.states.store(destroy(state))
        this.#folder.log(this.#now(), { event: "expired: tokens destroyed", round: state.terms.round })
      }
  }

  /** Has every holder destroy its share, although some do not respond. Rejects with the first error; repeated until all have. */
  async #destroyShares(round: string): Promise<void> {
    const Answer = Schema.Struct({ stage: Schema.String })
    const destroyed = holdersOf(this.#folder).map(async ([name, holder]) => {
      const { stage } = await holder.call("DELETE", `/rounds/${round}`, Answer)
      // A round without a key may have stopped before this holder was asked.
      if (stage !== "destroyed" && this.states.get(round).key !== undefined)
        throw new RoundRefused("share-elsewhere", name)
      this.#folder.log(this.#now(), { event: "share destroyed", round, caller: name })
    })
    await Promise.allSettled(destroyed)
    await Promise.all(destroyed)
  }

  #overRounds({ terms }: LinkerRound): OverRounds {
    return { noiseKey: this.#noiseKey, before: this.#personsBefore(terms.round) }
  }

  /**
   * Persons of each partner in the round that was closed last before this one. A round whose closing was interrupted, or that was destroyed, is
   * skipped, because otherwise the next submissions would be compared with nothing.
   */
  #personsBefore(round: string): PersonsBefore {
    // Rounds that were closed by earlier versions have no order: the last of them was the one that was used last.
    const last = this.#folder.read<{ readonly round: string }>("last-round")?.round
    const wasLast = ({ terms }: StoredRound) => Number(terms.round === last)
    return (
      this.states.all
        .filter(({ terms, table }) => terms.round !== round && table !== undefined)
        .sort((a, b) => (b.order ?? 0) - (a.order ?? 0) || wasLast(b) - wasLast(a))[0]?.table?.partners ?? []
    )
  }
}
