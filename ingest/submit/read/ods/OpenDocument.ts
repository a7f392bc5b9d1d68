/** Reads the sheets of an OpenDocument spreadsheet (ISO 26300, OpenDocument 1.3, part 3) as displayed texts and ISO dates. */
import { FileRefused } from "../FileRefused.ts"
import type { TableRow } from "../FileRow.ts"
import { maxSharedText } from "../Limits.ts"
import type { CellComment } from "../xlsx/Comments.ts"
import type { ColumnSpan } from "../xlsx/SheetLayout.ts"
import type { Sheet } from "../xlsx/Workbook.ts"
import { readXml, xmlEvents } from "../xlsx/XmlEvents.ts"
import type { ZipParts } from "../xlsx/ZipParts.ts"
import { DocumentRows, isHidden } from "./DocumentRows.ts"

/** The part with all sheets. */
export const contentPart = "content.xml"

const manifestPart = "META-INF/manifest.xml"

/** Returns whether the parts are encrypted with a password (OpenDocument 1.3, part 2, 4.4). */
const isEncrypted = async (parts: ZipParts): Promise<boolean> => {
  if (!parts.names.has(manifestPart)) return false
  let found = false
  await readXml(parts.read(manifestPart), {
    open: (tag) => {
      found ||= tag === "encryption-data"
    },
    text: () => {},
    close: () => {}
  })
  return found
}

interface DocumentSheets {
  /** In their order. */
  readonly sheets: ReadonlyArray<Sheet>
  readonly comments: ReadonlyArray<CellComment>
  readonly hiddenColumns: (sheet: Sheet) => Promise<ReadonlyArray<ColumnSpan>>
}

/** Returns the sheets, and the comments on their cells. Styles of hidden sheets have `table:display="false"`. */
export const sheetsOfDocument = async (parts: ZipParts): Promise<DocumentSheets> => {
  const sheets: Array<Sheet> = []
  /** The hidden columns of each sheet, and how many columns of the last one were read. */
  const hiddenColumns: Array<Array<ColumnSpan>> = []
  let columns = 0
  const comments: Array<CellComment> = []
  let comment: string | undefined
  let kept = 0
  let inParagraph = false
  const hidden = new Set<string>()
  let style = ""
  if (await isEncrypted(parts)) throw new FileRefused("file-password")
  await readXml(parts.read(contentPart), {
    open: (tag, attributes) => {
      if (tag === "style") style = attributes["style:name"] ?? ""
      else if (tag === "annotation") comment = ""
      else if (tag === "p") inParagraph = true
      else if (tag === "table-properties" && attributes["table:display"] === "false") hidden.add(style)
      else if (tag === "table-column") {
        const first = columns
        columns += Number(attributes["table:number-columns-repeated"] ?? 1)
        if (isHidden(attributes)) hiddenColumns.at(-1)?.push([first, columns - 1])
      } else if (tag === "table") {
        columns = 0
        hiddenColumns.push([])
        sheets.push({
          name: attributes["table:name"] ?? "",
          position: sheets.length + 1,
          hidden: hidden.has(attributes["table:style-name"] ?? ""),
          part: contentPart
        })
      }
    },
    // The author and the date of a comment are not paragraphs.
    text: (piece) => {
      if (comment === undefined || !inParagraph) return
      kept += piece.length
      if (kept > maxSharedText) throw new FileRefused("xlsx-bomb")
      comment += piece
    },
    close: (tag) => {
      if (tag === "p") {
        inParagraph = false
        if (comment !== undefined) comment += "\n"
      }
      if (tag !== "annotation") return
      const text = comment?.trim() ?? ""
      if (text !== "") comments.push({ row: 0, text })
      comment = undefined
    }
  })
  return { sheets, comments, hiddenColumns: async ({ position }) => hiddenColumns[position - 1] ?? [] }
}

/** Yields the rows of a sheet that are not blank, in their order, as many at once as a piece of the file holds. */
export async function* rowsOfDocument(parts: ZipParts, sheet: Sheet): AsyncGenerator<ReadonlyArray<TableRow>> {
  const found = new DocumentRows(sheet.position)
  const { open, read: text, close } = found
  for await (const _ of xmlEvents(parts.read(sheet.part), { open, text, close })) {
    if (found.rows.length === 0) continue
    yield found.rows
    found.rows = []
  }
}
