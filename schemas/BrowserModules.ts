/**
 * Replacements for modules that read files: generated modules that contain the files' content. A bundler for browsers uses them. All other
 * modules of `schemas/`, and the reading and checking part of `ingest/submit/`, do not use Node.
 */
import { deflateRawSync } from "node:zlib"
import { avroTexts } from "./AvroTexts.ts"
import { type CodeRow, codeListNames, readCodeList } from "./CodeLists.ts"

interface BrowserModule {
  /** The replaced module. */
  readonly module: URL
  /** Returns JavaScript with the same exports. */
  readonly source: () => string
}

/** Lists that only servers read. */
const ofServers = new Set(["definitions"])

/** What a program reads of a source: whether a name is one of a country's parts (`ingest/submit/identifiers/PlainWords.ts`). */
const readOfSource = "parts of"

/**
 * Returns a list as columns and rows, compressed, because the page of the offline check must stay small: of sources only what a program reads, so that a
 * page finds in a cell what the command line finds.
 */
const packed = (rows: ReadonlyArray<CodeRow>): string => {
  const hasParts = rows.some(({ source }) => source?.includes(readOfSource))
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== "source" || hasParts)
  const fieldOf = (row: CodeRow, column: string) =>
    column === "source" ? (row[column]?.includes(readOfSource) ? readOfSource : "") : row[column]
  const text = JSON.stringify({ columns, rows: rows.map((row) => columns.map((column) => fieldOf(row, column))) })
  return deflateRawSync(text, { level: 9 }).toString("base64")
}

const packedLists = () =>
  Object.fromEntries(
    codeListNames()
      .filter((name) => !ofServers.has(name))
      .map((name) => [name, packed(readCodeList(name))])
  )

const codeListsSource = () => `import { inflateSync, strFromU8 } from "fflate"
const packed = ${JSON.stringify(packedLists())}
const read = new Map()
export const readCodeList = (name) => {
  const known = read.get(name)
  if (known !== undefined) return known
  if (!Object.hasOwn(packed, name)) throw new Error("There is no such code list.")
  const bytes = Uint8Array.from(atob(packed[name]), (sign) => sign.charCodeAt(0))
  const { columns, rows } = JSON.parse(strFromU8(inflateSync(bytes)))
  const made = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])))
  read.set(name, made)
  return made
}
`

export const browserModules: ReadonlyArray<BrowserModule> = [
  { module: new URL("./CodeLists.ts", import.meta.url), source: codeListsSource },
  {
    module: new URL("./AvroTexts.ts", import.meta.url),
    source: () => `export const avroTexts = new Map(${JSON.stringify([...avroTexts])})\n`
  }
]
