import { h, newId, show } from "@corridor/page/browser/dom"
import { button, field, options } from "@corridor/page/browser/form"
import type { FileRefused } from "../../../submit/read/FileRefused.ts"
import { allSheets } from "../../../submit/read/WorkbookTable.ts"
import type { Reader } from "../Reader.ts"

/** Shows in `below` the sheets of a workbook of which several contain records. `choose` gets the chosen one. */
export const showSheets = (
  { t }: Pick<Reader, "t">,
  below: Element,
  sheets: FileRefused["sheets"],
  choose: (sheet: string) => void
): void => {
  const select = h(
    "select",
    { id: newId() },
    options([
      [allSheets, t("sheetsAll", { n: sheets.length })],
      ...sheets.map(({ position, name }) => [String(position), name || t("sheetNumber", { n: position })] as const)
    ])
  )
  const go = () => choose(select.value)
  show(below, h("div", { class: "notice plain" }, field(t("sheetChoose"), select), button(t("sheetCheck"), go, "main")))
  select.focus()
}
