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

export const table = (
  caption: string,
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string | number>>
) => {
  const made = document.createElement("table")
  made.createCaption().textContent = caption
  const header = made.createTHead().insertRow()
  for (const name of head) {
    const cell = document.createElement("th")
    cell.scope = "col"
    cell.textContent = name
    header.append(cell)
  }
  const body = made.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    for (const value of row) line.insertCell().textContent = String(value)
  }
  const frame = document.createElement("div")
  frame.className = "wide"
  frame.tabIndex = 0
  frame.setAttribute("role", "region")
  frame.setAttribute("aria-label", caption)
  frame.append(made)
  return frame
}

export const sentence = (text: string) => {
  const made = document.createElement("p")
  made.textContent = text
  return made
}
