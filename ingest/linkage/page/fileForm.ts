/** The case file: chosen, read by the worker, with columns assigned by hand where it did not find them. */
import { h, show } from "@corridor/page/browser/dom"
import { button, field, notice, options } from "@corridor/page/browser/form"
import { type RoundPage, worker } from "./RoundPage.ts"
import type { Counted, Reason } from "./roundWorker.ts"

/** Returns the form; what was read is shown in `counted`. `onRead` is called before a file is read, `onCounted` after it was. */
export const fileForm = (
  { language, t, fieldName, settle }: RoundPage,
  counted: Element,
  onRead: () => void,
  onCounted: () => void
): HTMLElement => {
  let columns: Readonly<Record<string, string>> = {}
  let sheet: string | undefined
  const chooser: HTMLInputElement = h("input", {
    type: "file",
    class: "chooser",
    accept: ".csv,.tsv,.txt,.xlsx,.ods,.json,.ndjson,.jsonl",
    on: {
      change: () => {
        columns = {}
        sheet = undefined
        void read()
      }
    }
  })

  const chooseSheet = (sheets: Extract<Reason, { by: "case file" }>["sheets"]) => {
    const select = h(
      "select",
      options(sheets.map(({ position, name }) => [String(position), name || String(position)] as const))
    )
    const go = () => {
      sheet = select.value
      void read()
    }
    show(counted, field(t("fileSheet"), select), button(t("fileAgain"), go))
  }

  const read = async () => {
    const chosen = chooser.files?.[0]
    if (chosen === undefined) return
    onRead()
    show(counted, notice("plain", t("fileReading")))
    const outcome = worker.read({ file: chosen, sheet, columns, language })
    const refused = await outcome.then((one) => ("refused" in one ? one.refused : undefined)).catch(() => undefined)
    if (refused?.by === "case file" && refused.sheets.length > 0) return chooseSheet(refused.sheets)
    await settle(counted, outcome, showCounted)
  }

  const showCounted = ({ persons, rows, found, notKnown, missing, unused, withoutKeys, unreadDates }: Counted) => {
    const selects = missing.map((name) => {
      const select = h("select", options([["", t("fileNone")], ...unused.map((one) => [one, one] as const)]))
      return { name, select, element: field(t("fileColumn", { field: fieldName(name) }), select) }
    })
    const again = () => {
      const chosen = selects.filter(({ select }) => select.value !== "")
      columns = { ...columns, ...Object.fromEntries(chosen.map(({ name, select }) => [select.value, name])) }
      void read()
    }
    show(
      counted,
      notice(
        "plain",
        h("p", { class: "counts" }, t("fileRead", { n: persons, rows })),
        h("p", `${t("fileFound")}: ${found.map(fieldName).join(", ")}.`),
        h(
          "p",
          `${t("fileWithout")}: ${withoutKeys.toLocaleString(language)}. ${t("fileDates")}: ${unreadDates.toLocaleString(language)}.`
        ),
        Object.entries(notKnown).map(([name, n]) => {
          const word = n === persons && missing.includes(name) ? "fileNoColumn" : "fileNotKnown"
          return h("p", `${t(word, { field: fieldName(name), n, total: persons })}.`)
        })
      ),
      unused.length > 0 && selects.length > 0
        ? h(
            "details",
            h("summary", t("fileAgain")),
            selects.map(({ element }) => element),
            button(t("fileAgain"), again)
          )
        : null
    )
    onCounted()
  }
  return field(t("fileLabel"), chooser, t("fileChoose"))
}
