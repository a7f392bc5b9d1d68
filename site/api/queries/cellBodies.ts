import { releaseTables } from "../../../release/catalogue/releaseTables.ts"
import type { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import type { DisclosedCell } from "../../../release/history/Disclosure.ts"

/** A choice's cells as they are sent: one that is not told has its labels and its state alone. */
export const cellBodies = (choice: TableChoice, cells: ReadonlyArray<DisclosedCell>) => {
  const own = releaseTables.get(choice.table)
  const figure = own?.cube.count ?? "persons"
  return {
    choice,
    title: own?.title ?? choice.table,
    unit: own?.cube.unit ?? "persons",
    dimensions: choice.by,
    figure,
    cells: cells.map(({ labels, shown }) => ({
      ...Object.fromEntries(choice.by.map((name, d) => [name, labels[d] ?? ""])),
      state: shown.state,
      ...(shown.state === "published" ? { [figure]: shown.victims } : {})
    }))
  }
}
