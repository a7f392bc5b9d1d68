import { type Child, h } from "@corridor/page/browser/dom"
import { notice } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import { type ColumnChanges, hasChanged } from "../../../submit/preview/ColumnChanges.ts"
import type { ColumnPreview } from "../../../submit/preview/ColumnPreview.ts"
import { previewTable } from "../../../submit/preview/PreviewLines.ts"
import { previewWords } from "../../../submit/preview/PreviewWords.ts"
import type { Reader } from "../Reader.ts"

/** Returns what changed since the last file; that the columns are new if there was none. */
const changesNotice = ({ language }: Reader, changes: ColumnChanges | undefined): Child => {
  const words = previewWords[language]
  if (changes === undefined) return h("p", { class: "hint" }, words.firstTime)
  if (!hasChanged(changes)) return null
  const item = (word: string, names: ReadonlyArray<string>) =>
    names.length === 0 ? null : h("li", `${word}: `, h("bdi", names.join(", ")))
  return notice(
    "plain",
    h("p", words.changed),
    h(
      "ul",
      item(words.added, changes.added),
      item(words.missing, changes.missing),
      item(
        words.renamed,
        changes.renamed.map(({ from, to }) => `${from} → ${to}`)
      )
    )
  )
}

/** Shows how each column is read, with examples, and what changed since the last file. */
export const previewTables = (
  portal: Reader,
  columns: ReadonlyArray<ColumnPreview>,
  changes: ColumnChanges | undefined
): Child => {
  const title = previewWords[portal.language].title.replace(/:$/, "")
  const [head = [], ...rows] = previewTable(columns, portal.language)
  return [
    changesNotice(portal, changes),
    h(
      "details",
      { open: changes === undefined || hasChanged(changes) },
      h("summary", title),
      stackingTable(
        title,
        [...head],
        rows.map(([column = "", ...cells]) => [h("bdi", column), ...cells])
      )
    )
  ]
}
