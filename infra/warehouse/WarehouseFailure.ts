/** ClickHouse's errors as ours: its number and name in the message, its words redacted. */
import { Redacted } from "effect"
import { WarehouseError } from "../../ports/Warehouse.ts"

/**
 * Codes after which the same call may work: too many queries, a time-out, network, memory, too many parts, no space,
 * shutting down, read-only table, Keeper and replicas.
 */
const passing = new Set([
  159, 202, 209, 210, 225, 236, 241, 242, 243, 252, 279, 285, 289, 319, 373, 394, 425, 439, 473, 517, 571, 999
])

const codeOf = (text: string): number | undefined => {
  const found = /\bCode: (\d+)\b/.exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

const nameOf = (text: string): string => /\(([A-Z][A-Z0-9_]+)\)\s*(?:\(version [^)]*\))?\s*$/.exec(text)?.[1] ?? ""

const failure = (operation: WarehouseError["operation"], code: number, name: string, words: string) =>
  new WarehouseError({
    operation,
    code,
    retryable: passing.has(code),
    message: `ClickHouse refused the ${operation}: ${code}${name === "" ? "" : ` ${name}`}`,
    detail: Redacted.make(words)
  })

/** For an error that the engine or the client library gave. Without a code the store did not answer. */
export const toWarehouseError = (operation: WarehouseError["operation"], error: unknown): WarehouseError => {
  if (error instanceof WarehouseError) return error
  const words = error instanceof Error ? error.message : String(error)
  const given = error as { readonly code?: unknown; readonly type?: unknown }
  // @clickhouse/client gives code and type apart; a code that is no number is the network's.
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

/** For a statement that is refused before the engine sees it. */
export const refusal = (operation: WarehouseError["operation"], code: number, name: string, words: string) =>
  failure(operation, code, name, `Code: ${code}. DB::Exception: ${words}. (${name})`)
