/** The hash of records in order, in steps, so that it can be computed while they pass. The check of a file computes the same (`CheckTable`). */
import { hash } from "node:crypto"
import type { ReadyRow } from "./CheckTable.ts"

/** Number of records per step. */
const step = 1_000

export const contentHasher = () => {
  let found = ""
  let pending: Array<string> = []
  const close = () => {
    found = hash("sha256", [found, ...pending].join("\n"))
    pending = []
  }
  return {
    add: ({ kind, record }: Pick<ReadyRow, "kind" | "record">): void => {
      pending.push(JSON.stringify([kind, record]))
      if (pending.length === step) close()
    },
    end: (): string => {
      close()
      return found
    }
  }
}
