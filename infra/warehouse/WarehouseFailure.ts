/** Converts ClickHouse's errors: the message has the code and name; the original text is redacted. */
import { Redacted } from "effect"
import { unfinishedChange, WarehouseError } from "../../ports/Warehouse.ts"

/**
 * Codes of errors after which a retry can succeed, with the reason for the log. The store recovers from most by itself; others need an
 * operator. A store that is read-only for a while is retried too, so that the pipeline need not be restarted afterwards.
 */
const passing: ReadonlyMap<number, string> = new Map([
  [75, "it can't write to its disk"],
  [76, "it can't write to its disk"],
  [159, "it took too long"],
  [164, "it takes no writes from us: read-only"],
  [198, "it can't find another server"],
  [201, "our quota is used up"],
  [202, "it has too many statements at once"],
  [203, "it has no free connection"],
  [204, "it can't write to its disk"],
  [209, "its network is slow"],
  [210, "its network is broken"],
  [225, "its Keeper is not there"],
  [236, "it is ending or busy with a change"],
  [241, "it has too little memory"],
  [242, "the table is read-only"],
  [243, "its disk is full"],
  [252, "the table has too many parts: merges are behind"],
  [279, "it can't reach another server"],
  [285, "too few replicas are there"],
  [286, "too few replicas have the insert before"],
  [289, "too few replicas have the insert before"],
  [319, "it can't tell whether it was done"],
  [unfinishedChange, "another change of the table came between"],
  [369, "all replicas are behind"],
  [373, "its session is in use"],
  [394, "it was told to stop the statement"],
  [425, "its system refused it something"],
  [439, "it has too many threads"],
  [473, "two statements waited for each other"],
  [517, "another change of the table is under way"],
  [571, "its replication is behind"],
  [733, "the table is being restarted"],
  [745, "it has too much to do"],
  [999, "its Keeper has a problem"]
])

const codeOf = (text: string): number | undefined => {
  const found = /\bCode: (\d+)\b/.exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

const nameOf = (text: string): string => /\(([A-Z][A-Z0-9_]+)\)\s*(?:\(version [^)]*\))?\s*$/.exec(text)?.[1] ?? ""

const why = (code: number): string => (passing.has(code) ? ` (${passing.get(code)})` : "")

const failure = (operation: WarehouseError["operation"], code: number, name: string, words: string) =>
  new WarehouseError({
    operation,
    code,
    retryable: passing.has(code),
    message: `ClickHouse refused the ${operation}: ${[code, name].join(" ").trim()}${why(code)}`,
    detail: Redacted.make(words)
  })

/** Converts an error of the engine or the client library. Without a code, the store did not respond. */
export const toWarehouseError = (operation: WarehouseError["operation"], error: unknown): WarehouseError => {
  if (error instanceof WarehouseError) return error
  const words = error instanceof Error ? error.message : String(error)
  const given = error as { readonly code?: unknown; readonly type?: unknown }
  // @clickhouse/client reports the code and type separately. A code that is not a number is a network error.
  if (typeof given?.code === "string" && /^\d+$/.test(given.code))
    return failure(operation, Number(given.code), typeof given.type === "string" ? given.type : "", words)
  const code = codeOf(words)
  if (code !== undefined) return failure(operation, code, nameOf(words), words)
  return new WarehouseError({
    operation,
    retryable: true,
    message: `ClickHouse did not answer the ${operation}`,
    detail: Redacted.make(words)
  })
}

/** Returns the error of a statement that is refused before it reaches the engine. */
export const refusal = (operation: WarehouseError["operation"], code: number, name: string, words: string) =>
  failure(operation, code, name, `Code: ${code}. DB::Exception: ${words}. (${name})`)
