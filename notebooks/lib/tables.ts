/** Tables and sentences of notebooks. */
import type { YearOf } from "./series.ts"

/** Returns a state as readers say it, such as "not reported". */
export const stateWords = (state: string): string => state.replace("_", " ")

/** Returns the equivalent table of a figure, with the state of each cell that has no value. */
export const yearTable = (series: ReadonlyArray<ReadonlyArray<YearOf>>, caption: string) => {
  const all = [...new Set(series.flat().map(({ year }) => year))].sort((a, b) => a - b)
  return table(
    caption,
    ["series", ...all.map(String)],
    series.map((own) => [
      own[0]?.series ?? "",
      ...all.map((year) => {
        const cell = own.find((one) => one.year === year)
        return cell === undefined
          ? "not reported"
          : cell.state === "published"
            ? String(cell.value)
            : stateWords(cell.state)
      })
    ])
  )
}

/** A cell of more letters than this has words. */
const longFigure = 24

/** A hash, for example, which may be broken anywhere. */
const longWord = new RegExp(`\\S{${longFigure},}`)

/** A figure, or the state of one that is not published. */
const isFigure = (text: string): boolean => /\d|^(?:suppressed|not reported|not collected)$/.test(text)

/** Returns whether a column has words, which begin at the left, and no figures. */
const hasWords = (cells: ReadonlyArray<string>): boolean =>
  cells.length > 0 && (cells.some((one) => one.length > longFigure) || !cells.some(isFigure))

/** Returns a table with a caption. Columns with words are aligned to the left. */
export const table = (
  caption: string,
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string | number>>
) => {
  const inWords = head.map((_, column) => hasWords(rows.map((row) => String(row[column]))))
  const look = (cell: HTMLTableCellElement, column: number) => cell.classList.toggle("words", inWords[column] === true)
  const made = document.createElement("table")
  // The table may be wider than a phone, its caption not.
  const words = document.createElement("span")
  words.textContent = caption
  made.createCaption().append(words)
  const header = made.createTHead().insertRow()
  for (const [column, name] of head.entries()) {
    const cell = document.createElement("th")
    cell.scope = "col"
    look(cell, column)
    cell.textContent = name
    header.append(cell)
  }
  const body = made.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    for (const [column, value] of row.entries()) {
      const cell = line.insertCell()
      look(cell, column)
      cell.classList.toggle("long", longWord.test(String(value)))
      cell.textContent = String(value)
    }
  }
  const frame = document.createElement("div")
  frame.className = "wide"
  frame.tabIndex = 0
  frame.setAttribute("role", "region")
  frame.setAttribute("aria-label", caption)
  frame.append(made)
  return frame
}

/** Returns a table, or a sentence in place of one without rows. */
export const tableOr = (none: string, ...[caption, head, rows]: Parameters<typeof table>) =>
  rows.length === 0 ? sentence(none) : table(caption, head, rows)

/** Returns a paragraph of plain text. */
export const sentence = (text: string) => {
  const made = document.createElement("p")
  made.textContent = text
  return made
}
