/**
 * Reads rows of a sheet as spreadsheets write them, without an XML parser, which takes a third of the time of a check. Any other row, and everything
 * outside rows, is the parser's: it decides what is well-formed.
 */
import { longestRow } from "../Limits.ts"

export interface XmlHandlers {
  /** `name` has no prefix; attributes are as written. */
  readonly open: (name: string, attributes: Attributes) => void
  readonly text: (text: string) => void
  readonly close: (name: string) => void
}

const start = "<sheetData>"
const rowStart = "<row "
const rowEnd = "</row>"

const rowTag = /<row((?: [a-zA-Z\d:]+="[^"<&]*")+)>/y
const attribute = / ([a-zA-Z\d:]+)="([^"<&]*)"/g

/** No entity, no control character, and nothing that XML forbids. */
const plain = String.raw`[^<&\]\x00-\x1f\x85\u2028\ud800-\udfff\ufffe\uffff]*`
const cellTag = new RegExp(
  `<c r="([A-Z]{1,3}\\d{1,7})"(?: s="(\\d{1,6})")?(?: t="([a-zA-Z]{1,9})")? ?(?:/>|>(<f>${plain}</f>)?(?:<v>(${plain})</v>|<is><t(?: xml:space="preserve")?>(${plain})</t></is>)?</c>)`,
  "y"
)

type Attributes = Readonly<Record<string, string | undefined>>

const none: Attributes = {}

const attributesOf = (text: string): Attributes | undefined => {
  const found: Record<string, string> = {}
  for (const [, name = "", value = ""] of text.matchAll(attribute)) {
    if (Object.hasOwn(found, name)) return undefined
    found[name] = value
  }
  return found
}

const emitElement = (handlers: XmlHandlers, name: string, content: string) => {
  handlers.open(name, none)
  handlers.text(content)
  handlers.close(name)
}

/** Passes a row on to the handlers. Returns false, and passes nothing on, if it is not as simple as this. */
const readRow = (text: string, handlers: XmlHandlers): boolean => {
  rowTag.lastIndex = 0
  const row = attributesOf(rowTag.exec(text)?.[1] ?? "")
  const end = text.length - rowEnd.length
  if (row === undefined || rowTag.lastIndex === 0) return false
  const cells: Array<RegExpExecArray> = []
  for (let at = rowTag.lastIndex; at < end; at = cellTag.lastIndex) {
    cellTag.lastIndex = at
    const cell = cellTag.exec(text)
    if (cell === null) return false
    cells.push(cell)
  }
  handlers.open("row", row)
  for (const [, r = "", s, t, formula, value, inline] of cells) {
    handlers.open("c", { r, s, t })
    if (formula !== undefined) emitElement(handlers, "f", "")
    if (value !== undefined) emitElement(handlers, "v", value)
    if (inline !== undefined) emitElement(handlers, "t", inline)
    handlers.close("c")
  }
  handlers.close("row")
  return true
}

/** Takes the simple rows out of a sheet's XML, and gives the rest to the parser. */
export class SimpleRows {
  private readonly parse: (text: string) => void
  private readonly handlers: XmlHandlers
  private readonly opened: () => number
  private state: "before" | "rows" | "after" = "before"
  private rest = ""

  /** `opened`: the number of elements that the parser has begun. */
  constructor(parse: (text: string) => void, handlers: XmlHandlers, opened: () => number) {
    this.parse = parse
    this.handlers = handlers
    this.opened = opened
  }

  write(piece: string): void {
    let text = this.rest + piece
    this.rest = ""
    if (this.state === "before") text = this.begin(text)
    if (this.state === "rows") text = this.rows(text)
    if (text !== "") this.parse(text)
  }

  end(): void {
    this.state = "after"
    this.write("")
  }

  /** Parses up to the first row. A piece that ends within the name of the element is the parser's, and so are then all rows. */
  private begin(text: string): string {
    const at = text.indexOf(start)
    if (at < 0) return text
    this.parse(text.slice(0, at))
    const before = this.opened()
    this.parse(start)
    // Within a comment it is not an element.
    this.state = this.opened() > before ? "rows" : "after"
    return text.slice(at + start.length)
  }

  private rows(text: string): string {
    let at = 0
    while (text.startsWith(rowStart, at)) {
      const end = text.indexOf(rowEnd, at)
      if (end < 0) break
      const row = text.slice(at, end + rowEnd.length)
      at = end + rowEnd.length
      if (readRow(row, this.handlers)) continue
      this.parse(row)
      // The end of a row within a comment is not an end.
      if (/<[!?]/.test(row)) {
        this.state = "after"
        return text.slice(at)
      }
    }
    const left = text.slice(at)
    if (left.length <= longestRow && (left.startsWith(rowStart) || rowStart.startsWith(left))) {
      this.rest = left
      return ""
    }
    this.state = "after"
    return left
  }
}
