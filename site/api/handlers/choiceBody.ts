import { releaseTables } from "../../../release/catalogue/releaseTables.ts"
import type { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import { tableTitle } from "../../../release/catalogue/tableTitle.ts"
import type { DisclosedCell } from "../../../release/history/Disclosure.ts"

/** Returns the response body of a choice and its cells. A cell that is not disclosed has its labels and its state only. */
export const choiceBody = (choice: TableChoice, cells: ReadonlyArray<DisclosedCell>) => {
  const table = releaseTables.get(choice.table)
  const figure = table?.cube.count ?? "persons"
  return {
    choice,
    title: tableTitle(choice.table, choice.by),
    unit: table?.cube.unit ?? "persons",
    dimensions: choice.by,
    figure,
    cells: cells.map(({ labels, shown }) => ({
      ...Object.fromEntries(choice.by.map((name, d) => [name, labels[d] ?? ""])),
      state: shown.state,
      ...(shown.state === "published" ? { [figure]: shown.victims } : {})
    }))
  }
}
