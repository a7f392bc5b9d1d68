import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { vintagesIn } from "./Vintages.ts"

/** Returns the hashes of all content that the entries name: marts of vintages that were not erased, figures, and documentation. */
export const namedContent = (entries: ReadonlyArray<LedgerEntry>): ReadonlySet<string> =>
  new Set([
    ...vintagesIn(entries).flatMap(({ marts }) => marts.map(({ hash }) => hash)),
    ...entries.flatMap(({ body }) => {
      if (body.kind === "proposal") return [body.content, body.pages]
      if (body.kind === "answer" || body.kind === "adopted") return [body.content]
      return body.kind === "request-move" && body.check !== undefined ? [body.check.figures] : []
    })
  ])
