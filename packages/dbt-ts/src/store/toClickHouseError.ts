import { Redacted } from "effect"
import { ClickHouseError } from "./ClickHouse.ts"
import { explainFullDisk } from "./fullDisk.ts"

/** Converts what a client or the embedded engine threw. An error without ClickHouse's code means that nothing responded. */
export const toClickHouseError = (error: unknown): ClickHouseError => {
  const text = error instanceof Error ? error.message : String(error)
  const code = (error as { readonly code?: unknown } | null)?.code
  const number = typeof code === "string" && /^\d+$/.test(code) ? code : /\bCode: (\d+)\b/.exec(text)?.[1]
  return new ClickHouseError({
    kind: number === undefined ? "unavailable" : "failed",
    message:
      number === undefined ? "ClickHouse did not respond" : `ClickHouse rejected the statement with error ${number}`,
    detail: Redacted.make(explainFullDisk(Number(number), text))
  })
}
