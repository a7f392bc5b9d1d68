/** Reads a workbook's sheets, formats and shared strings. External links, macros and pictures are never read. */
import { FileRefused } from "../FileRefused.ts"
import { maxSharedText, maxSharedTexts } from "../Limits.ts"
import { kindOfParts } from "../OtherFormats.ts"
import { type DateShown, dateShown } from "./ExcelDate.ts"
import { numberMask } from "./NumberMask.ts"
import { type SheetLayout, sheetLayout } from "./SheetLayout.ts"
import { readXml } from "./XmlEvents.ts"
import type { ZipParts } from "./ZipParts.ts"

export interface Sheet {
  readonly name: string
  /** Number of the sheet, from 1. */
  readonly position: number
  readonly hidden: boolean
  readonly part: string
}

export interface Workbook {
  readonly parts: ZipParts
  readonly sheets: ReadonlyArray<Sheet>
  readonly is1904: boolean
  /** The date precision of each style. */
  readonly styles: ReadonlyArray<DateShown | undefined>
  /** How the styles that complete a whole number write it, such as `00000`. */
  readonly masks: ReadonlyMap<number, (value: number) => string>
  /** The styles whose text is struck through. */
  readonly struck: ReadonlySet<number>
  /** The styles with a colour behind the text. */
  readonly coloured: ReadonlySet<number>
  readonly texts: ReadonlyArray<string>
  readonly layoutOf: (sheet: Sheet) => Promise<SheetLayout>
}

/** `_x000D_` encodes a character that XML cannot contain. */
export const plainText = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text

const nothing = () => {}

/** Returns the targets of a part's relations, by id. */
const relations = async (parts: ZipParts, part: string): Promise<ReadonlyMap<string, string>> => {
  const folder = part.slice(0, part.lastIndexOf("/") + 1)
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`
  const found = new Map<string, string>()
  if (!parts.names.has(name)) return found
  await readXml(parts.read(name), {
    open: (tag, { Id, Target, TargetMode }) => {
      if (tag !== "Relationship" || Id === undefined || Target === undefined || TargetMode === "External") return
      found.set(Id, Target.startsWith("/") ? Target.slice(1) : `${folder}${Target}`)
    },
    text: nothing,
    close: nothing
  })
  return found
}

const workbookPart = (parts: ZipParts): string => {
  const name = parts.names.has("xl/workbook.xml")
    ? "xl/workbook.xml"
    : [...parts.names].find((part) => /(?:^|\/)workbook\.xml$/.test(part))
  if (name === undefined) throw new FileRefused(kindOfParts(parts.names) ?? "file-format")
  return name
}

const readSheets = async (parts: ZipParts, name: string) => {
  const targets = await relations(parts, name)
  const sheets: Array<Sheet> = []
  let is1904 = false
  await readXml(parts.read(name), {
    open: (tag, attributes) => {
      if (tag === "workbookPr") is1904 = /^(?:1|true|on)$/.test(attributes["date1904"] ?? "")
      if (tag !== "sheet") return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1]
      const part = targets.get(id ?? "")
      const position = sheets.length + 1
      if (part === undefined || !parts.names.has(part)) throw new FileRefused("xlsx-malformed")
      sheets.push({
        name: attributes["name"] ?? "",
        position,
        hidden: attributes["state"] === "hidden" || attributes["state"] === "veryHidden",
        part
      })
    },
    text: nothing,
    close: nothing
  })
  // Chart sheets have no rows.
  return { sheets: sheets.filter(({ part }) => part.includes("worksheet")), is1904 }
}

/** The first colour of a theme is that of the paper. */
const isWhite = (rgb: string | undefined, theme: string | undefined): boolean =>
  theme === "0" || /^(?:FF|00)?FFFFFF$/i.test(rgb ?? "")

const readStyles = async (
  parts: ZipParts,
  name: string
): Promise<Pick<Workbook, "styles" | "masks" | "struck" | "coloured">> => {
  const styles: Array<DateShown | undefined> = []
  const masks = new Map<number, (value: number) => string>()
  const struck = new Set<number>()
  const coloured = new Set<number>()
  if (!parts.names.has(name)) return { styles, masks, struck, coloured }
  const codes = new Map<number, string>()
  const struckFonts = new Set<number>()
  const colouredFills = new Set<number>()
  let [fonts, fills, section] = [0, 0, ""]
  let isSolid = false
  await readXml(parts.read(name), {
    open: (tag, { numFmtId, formatCode, fontId, fillId, patternType, rgb, theme, val }) => {
      if (tag === "numFmt") codes.set(Number(numFmtId), formatCode ?? "")
      else if (tag === "fonts" || tag === "fills" || tag === "cellXfs") section = tag
      else if (tag === "font" && section === "fonts") fonts++
      else if (tag === "strike" && section === "fonts" && !/^(?:0|false|off)$/.test(val ?? ""))
        struckFonts.add(fonts - 1)
      else if (tag === "fill" && section === "fills") fills++
      else if (tag === "patternFill" && section === "fills") isSolid = patternType === "solid"
      else if (tag === "fgColor" && section === "fills") {
        if (isSolid && !isWhite(rgb, theme)) colouredFills.add(fills - 1)
      } else if (tag === "xf" && section === "cellXfs") {
        if (colouredFills.has(Number(fillId ?? 0))) coloured.add(styles.length)
        if (struckFonts.has(Number(fontId ?? 0))) struck.add(styles.length)
        const shown = dateShown(Number(numFmtId ?? 0), codes)
        const mask = shown === undefined ? numberMask(codes.get(Number(numFmtId)) ?? "") : undefined
        if (mask !== undefined) masks.set(styles.length, mask)
        styles.push(shown)
      }
    },
    text: nothing,
    close: (tag) => {
      if (tag === section) section = ""
    }
  })
  return { styles, masks, struck, coloured }
}

const readTexts = async (parts: ZipParts, name: string): Promise<ReadonlyArray<string>> => {
  const texts: Array<string> = []
  if (!parts.names.has(name)) return texts
  let kept = 0
  let text = ""
  let inText = false
  let phonetic = false
  await readXml(parts.read(name), {
    open: (tag) => {
      if (tag === "si") text = ""
      else if (tag === "rPh") phonetic = true
      else if (tag === "t") inText = !phonetic
    },
    text: (piece) => {
      if (!inText) return
      kept += piece.length
      if (kept > maxSharedText) throw new FileRefused("xlsx-bomb")
      text += piece
    },
    close: (tag) => {
      if (tag === "t") inText = false
      else if (tag === "rPh") phonetic = false
      else if (tag === "si") {
        texts.push(plainText(text))
        if (texts.length > maxSharedTexts) throw new FileRefused("xlsx-bomb")
      }
    }
  })
  return texts
}

/** Opens a workbook of unpacked parts. Sheets are read one by one, on demand. Throws `FileRefused` if a part is missing or is not valid. */
export const openWorkbook = async (parts: ZipParts): Promise<Workbook> => {
  const name = workbookPart(parts)
  const folder = name.slice(0, name.lastIndexOf("/") + 1)
  const { sheets, is1904 } = await readSheets(parts, name)
  const { styles, masks, struck, coloured } = await readStyles(parts, `${folder}styles.xml`)
  const texts = await readTexts(parts, `${folder}sharedStrings.xml`)
  const layouts = new Map<string, SheetLayout>()
  const layoutOf = async ({ part }: Sheet) => {
    const known = layouts.get(part) ?? (await sheetLayout(parts.read(part)))
    layouts.set(part, known)
    return known
  }
  return { parts, sheets, is1904, styles, masks, struck, coloured, texts, layoutOf }
}
