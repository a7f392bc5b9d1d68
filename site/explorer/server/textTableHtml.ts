import { renderToString } from "preact-render-to-string"
import { type TextTable, textTable } from "../parts/textTable.ts"

/** Returns the HTML of a table of a page of text. */
export const textTableHtml = (table: TextTable): string =>
  renderToString(textTable(table) as Parameters<typeof renderToString>[0])
