/** Sends a file of records to the topic of the stack on this data folder. */
import { Effect } from "effect"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import type { PartnerId } from "../../ingest/partners/PartnerId.ts"
import type { PartnerSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { existing, PartnerRefused } from "../../ingest/partners/Partners.ts"
import { findCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { isReviewOn } from "../../ingest/review/Entries.ts"
import { type SubmitOptions, sendToTopic, submit } from "../../ingest/submit/Submit.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackLayer } from "../stack/Stack.ts"
import { askForCases } from "./askForCases.ts"

/** Whether there is a topic to send to, so no server address is needed. */
export const hasTopic: boolean = true

/** Fails for a partner that was disabled, and for one that reviews: a command on the stack itself has no account that another one could approve. */
const refuseToSend = Effect.fn("submit.refuseToSend")(function* (partner: PartnerId) {
  if ((yield* existing(partner)).status === "disabled")
    return yield* new Unavailable({ part: "partner", message: `Partner ${partner} is disabled, and nothing was sent.` })
  if (!(yield* isReviewOn(partner))) return
  return yield* new PartnerRefused({
    message: `${partner} reviews before sending, and nothing was sent. Send with --server and the token of one of its accounts, so that another account can approve.`
  })
})

/** Checks and sends. */
export const submitToTopic = Effect.fn("submit.toTopic")(function* (
  { data, partner }: { readonly data: string; readonly partner: PartnerId },
  options: SubmitOptions,
  identity: PartnerSecrets["identity"]
) {
  const services = stackLayer({ data, needs: ["log", "registry", "warehouse", "state"] })
  const send = sendToTopic(partner, identity, options.language)
  const count = Effect.fn("submit.count")(
    function* (persons: ReadonlyArray<string>) {
      // Before the first record of a partner is loaded, it has no key of the pipeline.
      const keys = yield* (yield* KeyStore).keysOf(partner)
      return keys.length === 0 ? 0 : (yield* findCase(partner, persons)).rows
    },
    Effect.provide(keysLayer(data))
  )
  return yield* submit(
    options,
    (records) => Effect.andThen(refuseToSend(partner), send(records)),
    askForCases(count, options.language)
  ).pipe(Effect.provide(services))
})
