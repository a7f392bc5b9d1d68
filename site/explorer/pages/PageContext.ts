import { type Content, h } from "@corridor/page/html"
import { isYear } from "../../../release/catalogue/timeLabels.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { type Cell, cellAt, labelOf, labelsOf, type Table, type Where } from "../cells/Table.ts"
import type { Role } from "../drawings/roleSign.ts"
import type { RetractedEdition } from "../parts/noEdition.ts"
import { addressFor } from "../state/paths.ts"
import type { Theme } from "../state/State.ts"
import type { Names } from "../words/Names.ts"
import type { PageTranslate } from "../words/pages/PageWords.ts"
import type { Translate } from "../words/Words.ts"
import type { Edition } from "./Edition.ts"

/** What every page is made from. */
export interface PageContext {
  readonly language: Language
  readonly theme: Theme
  /** Messages of the explorer's views. */
  readonly t: Translate
  /** Messages of the pages. */
  readonly p: PageTranslate
  readonly names: Names
  /** Undefined if there is no edition. */
  readonly edition: Edition | undefined
  /** The edition that was retracted last, if there is no other. */
  readonly retracted: RetractedEdition | undefined
  /** The newest release of persons of a linkage round, each counted once; undefined if there is none. */
  readonly linked: Edition | undefined
  /** The release in the address; undefined if the page shows the latest edition. */
  readonly pinned: number | undefined
  /** The address of the site. */
  readonly site: string
}

/** Returns the address of a path with the reader's language, colours and release. */
export const to = (
  { language, theme, pinned }: Pick<PageContext, "language" | "theme" | "pinned">,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
  repeated: ReadonlyArray<readonly [name: string, value: string]> = []
): string => addressFor(path, { language, theme, release: pinned }, parameters, repeated)

/** What a page's address is made from. */
export interface PageAddress {
  /** The path of the page. */
  readonly path: string
  /** The parameters that belong to the page's address, without release, language and colours. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Parameters that may occur several times. */
  readonly repeated?: ReadonlyArray<readonly [name: string, value: string]>
}

/** Returns the whole address that keeps the figures of a page, for where it is read without the page: it names the edition that the page shows. */
export const lastingAddress = (
  { language, edition, pinned, site }: Pick<PageContext, "language" | "edition" | "pinned" | "site">,
  { path, parameters, repeated }: PageAddress
): string => {
  const release = pinned ?? edition?.release.release
  return new URL(addressFor(path, { language, theme: "auto", release }, parameters, repeated), site).href
}

/** Returns the hidden fields by which a form keeps release, language and colours. */
export const keptFields = ({
  language,
  theme,
  pinned
}: Pick<PageContext, "language" | "theme" | "pinned">): Content => [
  pinned === undefined ? null : h("input", { type: "hidden", name: "release", value: String(pinned) }),
  h("input", { type: "hidden", name: "lang", value: language }),
  theme === "auto" ? null : h("input", { type: "hidden", name: "theme", value: theme })
]

/** A year of a series. */
export interface YearCell {
  readonly year: string
  readonly cell: Cell
}

/** Returns the cells of all years from a table's first to its last, in order. */
export const yearsAt = (table: Table, where: Where): ReadonlyArray<YearCell> => {
  const years = labelsOf(table, "year").filter(isYear).map(Number)
  if (years.length === 0) return []
  const [first, last] = [Math.min(...years), Math.max(...years)]
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const year = String(first + i)
    return { year, cell: cellAt(table, { ...where, year }) }
  })
}

const isReported = ({ cell }: YearCell) => cell.state === "published" || cell.state === "suppressed"

/** Returns the latest year that was reported: with a published figure, zero included, or a suppressed one. */
export const latestReported = (years: ReadonlyArray<YearCell>): YearCell | undefined => years.findLast(isReported)

/** Returns the latest year of a table in which any of its cells was reported. */
export const latestYearOf = (table: Table): string | undefined =>
  latestReported(
    table.cells
      .map((cell) => ({ year: labelOf(table, cell, "year"), cell }))
      .filter(({ year }) => isYear(year))
      .sort((a, b) => a.year.localeCompare(b.year))
  )?.year

/** Returns a cell as readers say it: "356 persons", "between 1 and 9 persons", "not reported". Never 0 for a cell without a figure. */
export const figureWords = ({ t, p }: Pick<PageContext, "t" | "p">, { state, value, low, high }: Cell): string => {
  if (state === "published" && value !== undefined) return t("persons", { n: value })
  if (state !== "suppressed") return t(state === "not_collected" ? "stateNotCollected" : "stateNotReported")
  if (low === undefined) return t("stateSuppressed")
  return high === undefined ? p("atLeast", { n: low }) : p("between", { low, n: high })
}

/** Returns the filter of the cells of a country or region in a role. */
export const selectionOf = (role: Role, code: string): Readonly<Record<string, string>> =>
  role === "transit" ? { corridor: `via ${code}` } : { [role]: code }
