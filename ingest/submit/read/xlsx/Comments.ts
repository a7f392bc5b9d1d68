/** Reads the comments on cells: notes, and comments with answers. They are never sent, but a file with names in them is not de-identified. */
import { FileRefused } from "../FileRefused.ts"
import { maxSharedText } from "../Limits.ts"
import { readXml } from "./XmlEvents.ts"
import type { ZipParts } from "./ZipParts.ts"

export interface CellComment {
  /** The row that the sheet shows; 0 if it is not known, or several sheets have comments. */
  readonly row: number
  readonly text: string
}

const commentPart = /(?:^|\/)(?:comments?\d*|threadedComment\d*)\.xml$/i

/** What programs that do not know such comments show instead of them. */
const ofThread = /^\[Threaded comment\]/

const readComments = async (parts: ZipParts, name: string): Promise<ReadonlyArray<CellComment>> => {
  const found: Array<CellComment> = []
  const authors: Array<string> = []
  let row = 0
  let text = ""
  let kept = 0
  const close = (tag: string) => {
    if (tag === "author") authors.push(text.trim())
    if (tag !== "comment" && tag !== "threadedComment") return
    // Spreadsheets begin a note with the name of the colleague who wrote it.
    const author = authors.find((one) => one !== "" && text.trimStart().startsWith(`${one}:`))
    const said =
      author === undefined
        ? text.trim()
        : text
            .trimStart()
            .slice(author.length + 1)
            .trim()
    if (said !== "" && !ofThread.test(said)) found.push({ row, text: said })
  }
  await readXml(parts.read(name), {
    open: (tag, { ref }) => {
      if (tag !== "comment" && tag !== "threadedComment" && tag !== "author") return
      row = Number(/\d+$/.exec(ref ?? "")?.[0] ?? 0)
      text = ""
    },
    text: (piece) => {
      kept += piece.length
      if (kept > maxSharedText) throw new FileRefused("xlsx-bomb")
      text += piece
    },
    close
  })
  return found
}

/** Returns the comments on the cells of all sheets. */
export const commentsOf = async (parts: ZipParts): Promise<ReadonlyArray<CellComment>> => {
  const all: Array<ReadonlyArray<CellComment>> = []
  for (const name of parts.names) if (commentPart.test(name)) all.push(await readComments(parts, name))
  const withComments = all.filter((one) => one.length > 0)
  return withComments.length < 2 ? withComments.flat() : withComments.flat().map(({ text }) => ({ row: 0, text }))
}
