/** kafkajs's errors as ours: the operation and Kafka's own name for the failure, never a text that could hold a value. */
import { Effect } from "effect"
import { EventLogError } from "../../ports/EventLog.ts"

interface KafkaJsError {
  readonly name?: string
  /** Kafka's name of a protocol error, such as TOPIC_AUTHORIZATION_FAILED. */
  readonly type?: string
  readonly message?: string
  readonly retriable?: boolean
  readonly cause?: unknown
  readonly errors?: ReadonlyArray<unknown>
}

/** The innermost kafkajs error: "retries exceeded" and aggregates say nothing by themselves. */
const innermost = (error: unknown): KafkaJsError => {
  const known = (typeof error === "object" && error !== null ? error : {}) as KafkaJsError
  if (known.type !== undefined) return known
  const inner = known.cause ?? known.errors?.[0]
  return typeof inner === "object" && inner !== null ? innermost(inner) : known
}

/** Kafka's name for what went wrong, such as TOPIC_AUTHORIZATION_FAILED or KafkaJSConnectionError. */
export const kafkaErrorName = (error: unknown): string => {
  const { type, name } = innermost(error)
  return type ?? (name !== undefined && /^KafkaJS\w+$/.test(name) ? name : "UNKNOWN")
}

/**
 * Whether the same call may work later. kafkajs is wrong about two of its own errors: a coordinator is also "not found"
 * when the connection broke on the way, and so is a login "refused" unless the broker itself said why.
 */
const isPassing = (error: unknown): boolean => {
  const inner = innermost(error)
  if (inner.name === "KafkaJSGroupCoordinatorNotFound") return true
  if (inner.name === "KafkaJSSASLAuthenticationError") return !/invalid credentials/i.test(inner.message ?? "")
  return inner.retriable !== false && kafkaErrorName(error) !== "UNKNOWN"
}

export const toEventLogError = (operation: string, error: unknown): EventLogError => {
  if (error instanceof EventLogError) return error
  const name = kafkaErrorName(error)
  return new EventLogError({
    operation,
    retryable: isPassing(error),
    message: `Kafka could not ${operation}: ${name}`
  })
}

/** Runs a promise of kafkajs as an effect that fails with an `EventLogError` for `operation`. */
export const attempt = <A>(operation: string, run: () => Promise<A>): Effect.Effect<A, EventLogError> =>
  Effect.tryPromise({ try: run, catch: (error) => toEventLogError(operation, error) })
