/** Decides how a sent record relates to those sent before with its id. */

/** The revisions of a record that were sent so far. */
export interface SentBefore {
  readonly revision: number
  /** Hash of the newest content; "" if it is unknown, as that of a record which the partner's own systems sent. */
  readonly content: string
  /** Hashes of every content. */
  readonly contents: ReadonlyArray<string>
}

interface SentNow {
  /** False if the partner states the revision, or the id derives from the content. Then `revision` counts. */
  readonly revisable: boolean
  readonly revision: number
  readonly content: string
}

/** `outdated`: the record was corrected after this content of it was sent. */
export type Change =
  | { readonly is: "new" | "correction" | "unchanged"; readonly revision: number }
  | { readonly is: "outdated" }

/** With `undo`, a content that was corrected becomes the newest revision again: the partner asked for it. */
export const changeOf = (
  { revisable, revision, content }: SentNow,
  before: SentBefore | undefined,
  undo: boolean
): Change => {
  const asStated = { is: revision > 0 ? "correction" : "new", revision } as const
  if (before === undefined) return revisable ? { is: "new", revision: 0 } : asStated
  const isSame = before.content === content
  const next = { is: "correction", revision: before.revision + 1 } as const
  if (revisable) {
    if (isSame) return { is: "unchanged", revision: before.revision }
    return before.contents.includes(content) && !undo ? { is: "outdated" } : next
  }
  if (revision > before.revision) return asStated
  // Sent again: the pipeline recognises the copy, and loads the record if it was refused.
  if (revision === before.revision && (isSame || before.content === "")) return asStated
  if (isSame) return { is: "unchanged", revision: before.revision }
  return undo ? next : { is: "outdated" }
}
