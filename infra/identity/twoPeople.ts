/**
 * Changes that one operator must not make alone: rotating and destroying keys, and replacing the store by a backup. One proposes and another
 * confirms, each with the token of their account. Both acts are stored in the access log, a hash chain, and nowhere else.
 */
import { Clock, Effect, Schema } from "effect"
import { millisOfDay } from "../../ports/days.ts"
import { type AccessEntry, appendAction } from "../../ports/identity/AccessLog.ts"
import type { Principal } from "../../ports/identity/Principal.ts"
import { twoPeopleSetting } from "../settings/Settings.ts"
import { listAccounts } from "./Accounts.ts"

/** The change may not be confirmed by this account. `message` says by whom. */
export class ConfirmationRefused extends Schema.TaggedError<ConfirmationRefused>()("ConfirmationRefused", {
  message: Schema.String
}) {}

/** How long a proposal can be confirmed, in milliseconds. */
export const proposalMillis = millisOfDay

/** What was done about a change. */
interface Agreement {
  readonly change: string
  readonly state: "proposed" | "confirmed"
  readonly proposedBy: string
  /** When the proposal ends, ISO 8601. */
  readonly until: string
}

/**
 * Returns the proposal of a change that is open: not older than a day, not confirmed yet, and of one of `proposers`. A proposal by an
 * account that is now disabled does not count: the proposal may be why it was disabled.
 */
const openProposal = (
  entries: ReadonlyArray<AccessEntry>,
  change: string,
  now: number,
  proposers: ReadonlySet<string>
) => {
  const last = entries.findLast(
    ({ did, about }) => about === change && (did === "change-proposed" || did === "change-confirmed")
  )
  // A proposal dated by a clock that was ahead would stay open for too long.
  const isOpen = last?.did === "change-proposed" && Math.abs(now - last.at) < proposalMillis && proposers.has(last.by)
  return isOpen ? last : undefined
}

/** Proposes the change, or confirms the proposal of another account. Of two simultaneous confirmations, the later one finds no open proposal. */
export const proposeOrConfirm = Effect.fn("twoPeople.proposeOrConfirm")(function* (
  change: string,
  { account, since }: Pick<Principal, "account" | "since">
) {
  const now = yield* Clock.currentTimeMillis
  const proposers = new Set((yield* operators).map((operator) => operator.account))
  let agreement: Agreement | undefined
  yield* appendAction((entries) => {
    const proposal = openProposal(entries, change, now, proposers)
    const until = new Date((proposal?.at ?? now) + proposalMillis).toISOString()
    agreement = {
      change,
      state: proposal === undefined ? "proposed" : "confirmed",
      proposedBy: proposal?.by ?? account,
      until
    }
    if (proposal === undefined)
      return Effect.succeed({ did: "change-proposed", by: account, partner: null, about: change } as const)
    if (proposal.by === account)
      return Effect.fail(
        new ConfirmationRefused({
          message: `You proposed this yourself. Another operator must confirm it by ${until}, with the same command and the token of their account.`
        })
      )
    if (since === undefined || since >= proposal.at)
      return Effect.fail(
        new ConfirmationRefused({
          message: "An account created after the proposal cannot confirm it: it may have been created for that purpose."
        })
      )
    return Effect.succeed({ did: "change-confirmed", by: account, partner: null, about: change } as const)
  })
  return agreement as unknown as Agreement
})

/** The enabled accounts with the role operator. */
export const operators = Effect.map(listAccounts(), (accounts) =>
  accounts.filter(({ role, status }) => role === "operator" && status === "enabled")
)

/** Returns whether two people are needed: as the setting says, or else if there are two operators. */
export const needsTwoPeople = Effect.gen(function* () {
  const set = yield* twoPeopleSetting
  if (set !== undefined) return set
  return (yield* operators).length >= 2
})
