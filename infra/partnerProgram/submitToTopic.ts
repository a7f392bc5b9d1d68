/** In the place of `infra/cli/submitToTopic.ts`: this program has no topic, and what it does without a server is to check. */
import { Effect } from "effect"
import { type SubmitOptions, submit } from "../../ingest/submit/Submit.ts"

export const hasTopic: boolean = false

/** Checks a file. */
export const submitToTopic = (_given: unknown, options: SubmitOptions) => submit(options, () => Effect.never)
