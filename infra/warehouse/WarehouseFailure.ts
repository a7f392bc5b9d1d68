/** Converts ClickHouse's errors: the message has the code and name; the original text is redacted. */
import { Redacted } from "effect"
import { certificateProblem } from "../../ports/certificateProblem.ts"
import { unfinishedChange, WarehouseError } from "../../ports/Warehouse.ts"

/**
 * Codes of errors after which a retry can succeed, with the reason for the log. The store recovers from most by itself; others need an
 * operator. A store that is read-only for a while is retried too, so that the pipeline need not be restarted afterwards.
 */
const passing: ReadonlyMap<number, string> = new Map([
  [75, "it cannot write to its disk"],
  [76, "it cannot write to its disk"],
  [159, "timeout"],
  [164, "read-only for this user"],
  [198, "it cannot resolve another server's name"],
  [201, "the quota is exceeded"],
  [202, "too many concurrent statements"],
  [203, "no free connection"],
  [204, "it cannot write to its disk"],
  [209, "network timeout"],
  [210, "network error"],
  [225, "Keeper is unavailable"],
  [236, "it is shutting down or busy with another change"],
  [241, "out of memory"],
  [242, "the table is read-only"],
  [243, "the disk is full"],
  [252, "the table has too many parts: merges are behind"],
  [279, "it cannot reach another server"],
  [285, "too few replicas are available"],
  [286, "too few replicas have the previous insert"],
  [289, "too few replicas have the previous insert"],
  [319, "it is unknown whether the statement was executed"],
  [unfinishedChange, "a concurrent change of the table"],
  [369, "all replicas are behind"],
  [373, "the session is in use"],
  [394, "the statement was cancelled"],
  [425, "an operating system call failed"],
  [439, "too many threads"],
  [473, "deadlock of two statements"],
  [517, "another change of the table is in progress"],
  [571, "replication lags behind"],
  [733, "the table is being restarted"],
  [745, "the server is overloaded"],
  [999, "Keeper error"]
])

const codeOf = (text: string): number | undefined => {
  const found = /\bCode: (\d+)\b/.exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

const nameOf = (text: string): string => /\(([A-Z][A-Z0-9_]+)\)\s*(?:\(version [^)]*\))?\s*$/.exec(text)?.[1] ?? ""

/** Reasons of the operating system for which the engine has no code of its own if a file cannot even be created. */
const noRoom: ReadonlyArray<readonly [text: string, reason: string | undefined]> = [
  ["No space left on device", passing.get(243)],
  ["Disk quota exceeded", "the disk quota of its user is used up"]
]

const failure = (
  operation: WarehouseError["operation"],
  code: number,
  name: string,
  words: string,
  reason = passing.get(code)
) =>
  new WarehouseError({
    operation,
    code,
    retryable: passing.has(code),
    message: `ClickHouse refused the ${operation}: ${[code, name].join(" ").trim()}${reason === undefined ? "" : ` (${reason})`}`,
    detail: Redacted.make(words)
  })

/** Converts an error of the engine or the client library. Without a code, the store did not respond. */
export const toWarehouseError = (operation: WarehouseError["operation"], error: unknown): WarehouseError => {
  if (error instanceof WarehouseError) return error
  const words = error instanceof Error ? error.message : String(error)
  const given = error as { readonly code?: unknown; readonly type?: unknown }
  const full = noRoom.find(([text]) => words.includes(text))
  if (full !== undefined) return failure(operation, 243, "NOT_ENOUGH_SPACE", words, full[1])
  // @clickhouse/client reports the code and type separately. A code that is not a number is a network error.
  if (typeof given?.code === "string" && /^\d+$/.test(given.code))
    return failure(operation, Number(given.code), typeof given.type === "string" ? given.type : "", words)
  const code = codeOf(words)
  if (code !== undefined) return failure(operation, code, nameOf(words), words)
  const certificate = certificateProblem(error)
  return new WarehouseError({
    operation,
    retryable: true,
    message:
      certificate === undefined
        ? `ClickHouse did not respond to the ${operation}`
        : `ClickHouse could not be asked for the ${operation}: ${certificate}`,
    detail: Redacted.make(words)
  })
}
