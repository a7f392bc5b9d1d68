import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { notFound } from "../../../ports/identity/SignedIn.ts"
import { expiresAt } from "../../review/Entry.ts"
import { CurrentPartner } from "../api/operations.ts"
import { PortalApi } from "../api/PortalApi.ts"
import { ReviewService } from "./ReviewService.ts"

const timeOf = (moment: number) => new Date(moment).toISOString()

/** What waits for approval, the decisions on it, and the history of the partner. */
export const ReviewHandlers = HttpApiBuilder.group(
  PortalApi,
  "review",
  Effect.fn(function* (handlers) {
    const review = yield* ReviewService
    return handlers.handleAll({
      list: Effect.fn("Portal.review")(function* () {
        const { partner } = yield* CurrentPartner
        const entries = yield* review.list(partner)
        return {
          isOn: yield* review.isOn(partner),
          entries: entries.map((one) => ({
            entry: one.entry,
            state: one.state,
            enteredBy: one.enteredBy,
            enteredAt: timeOf(one.enteredAt),
            expiresAt: timeOf(expiresAt(one)),
            records: one.records,
            erased: one.erased,
            undo: one.undo,
            warnings: one.warnings,
            decidedBy: one.decidedBy,
            decidedAt: one.decidedAt === 0 ? null : timeOf(one.decidedAt),
            reason: one.reason,
            submission: one.submission
          }))
        }
      }),
      set: Effect.fn("Portal.setReview")(function* ({ payload }) {
        const { partner, account } = yield* CurrentPartner
        yield* review.setOn(partner, payload.isOn, account)
      }),
      show: Effect.fn("Portal.showEntry")(function* ({ params }) {
        const { partner } = yield* CurrentPartner
        return (yield* review.detail(partner, params.entry)) ?? (yield* notFound)
      }),
      approve: Effect.fn("Portal.approve")(function* ({ params }) {
        const { partner, account, since } = yield* CurrentPartner
        return (yield* review.approve({ partner, account, since }, params.entry)) ?? (yield* notFound)
      }),
      giveBack: Effect.fn("Portal.returnEntry")(function* ({ params, payload }) {
        const { partner, account, since } = yield* CurrentPartner
        if (!(yield* review.giveBack({ partner, account, since }, params.entry, payload.reason))) return yield* notFound
      }),
      history: Effect.fn("Portal.partnerHistory")(function* () {
        const { partner } = yield* CurrentPartner
        const events = yield* review.history(partner)
        return events.map(({ at, ...event }) => ({ ...event, at: timeOf(at) }))
      })
    })
  })
)
