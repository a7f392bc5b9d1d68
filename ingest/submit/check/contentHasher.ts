/** The hash of records in order, in steps, so that it can be computed while they pass. The check of a file computes the same (`ContentHash`). */
import { hash } from "node:crypto"
import { hashedText, recordsPerStep } from "./ContentHash.ts"
import type { ReadyRow } from "./pseudonymiseRows.ts"

export const contentHasher = () => {
  let found = ""
  let pending: Array<string> = []
  const close = () => {
    found = hash("sha256", [found, ...pending].join("\n"))
    pending = []
  }
  return {
    add: (ready: Pick<ReadyRow, "kind" | "record">): void => {
      pending.push(hashedText(ready))
      if (pending.length === recordsPerStep) close()
    },
    end: (): string => {
      close()
      return found
    }
  }
}
