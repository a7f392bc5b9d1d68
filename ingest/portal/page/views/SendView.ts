import { h, newId, show } from "@corridor/page/browser/dom"
import { button, field, notice } from "@corridor/page/browser/form"
import type { RecordKind } from "../../../../schemas/RecordSchemas.ts"
import { emptyMapping, type Mapping, parseMapping } from "../../../submit/columns/Mapping.ts"
import { rememberColumns } from "../../../submit/preview/ColumnChanges.ts"
import { FileRefused } from "../../../submit/read/FileRefused.ts"
import { type Checked, checkInBrowser, EarlierRefused, Stopped } from "../Checked.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { acceptedFiles, kindSelect, refusedNotice } from "./checkedParts.ts"
import { keyPanel } from "./keyPanel.ts"
import { mappingView } from "./MappingView.ts"
import { reportView } from "./ReportView.ts"
import { showSheets } from "./sheetChooser.ts"

/** The partner's stored mapping; an empty one if there is none or it is no longer valid. */
const storedMapping = async (portal: Portal): Promise<Mapping> => {
  const stored = await portal.server.mapping()
  try {
    return parseMapping(stored)
  } catch {
    return emptyMapping
  }
}

/** Checks a file in the browser, reports every problem, and sends it if the partner agrees. */
export const sendView = (into: HTMLElement, portal: Portal): void => {
  const { t } = portal
  const below = h("div", { class: "below" })
  const kind = kindSelect(portal)
  const chooser = h("input", { type: "file", id: newId(), class: "chooser", accept: acceptedFiles })
  const earlier: HTMLInputElement = h("input", {
    type: "file",
    class: "earlier",
    multiple: true,
    accept: acceptedFiles,
    on: { change: () => void check() }
  })
  let file: File | undefined
  let mapping: Mapping | undefined
  let sheet: string | undefined

  const report = (checked: Checked) => {
    const target = h("div")
    show(below, target)
    reportView(target, portal, file?.name ?? "", checked, {
      again: () => void check(),
      sent: () => void remember(checked),
      map: () =>
        mappingView(target, portal, checked, mapping ?? emptyMapping, {
          keep: (next) => void keep(next),
          back: () => report(checked)
        })
    })
  }

  const keep = async (next: Mapping) => {
    try {
      await portal.server.saveMapping(next)
      mapping = next
      await check()
    } catch (error) {
      below.prepend(notice("bad", refusalText(portal, error)))
    }
  }

  /** Stores the columns of a file that was sent, to compare the next one with. Without them, the next file counts as the first. */
  const remember = async (checked: Checked) => {
    mapping = rememberColumns(mapping ?? emptyMapping, checked.opened)
    await portal.server.saveMapping(mapping).catch(() => undefined)
  }

  const chooseSheet = (sheets: FileRefused["sheets"]) =>
    showSheets(portal, below, sheets, (chosen) => {
      sheet = chosen
      void check()
    })

  const check = async () => {
    if (file === undefined) return
    if (portal.key === undefined) return show(below, notice("bad", t("keyFirst")))
    const stop = new AbortController()
    const progress = h("p", { id: "checking" }, t("checking", { n: 0 }))
    show(
      below,
      h(
        "div",
        { class: "notice plain" },
        progress,
        h("progress", { "aria-labelledby": progress.id }),
        button(t("stop"), () => stop.abort())
      )
    )
    try {
      mapping ??= await storedMapping(portal)
      const chosen = kind.value === "" ? undefined : (kind.value as RecordKind)
      const checked = await checkInBrowser(
        { file, name: file.name, key: portal.key, kind: chosen, mapping, sheet, earlier: [...(earlier.files ?? [])] },
        (rows) => {
          progress.textContent = t("checking", { n: rows })
        },
        stop.signal
      )
      report(checked)
    } catch (error) {
      if (error instanceof Stopped) return show(below, notice("plain", t("stopped")))
      const isEarlier = error instanceof EarlierRefused
      const refused = isEarlier ? error.refused : error
      if (!(refused instanceof FileRefused)) return show(below, notice("bad", refusalText(portal, error)))
      if (!isEarlier && refused.sheets.length > 0) return chooseSheet(refused.sheets)
      show(below, refusedNotice(portal, refused, t(isEarlier ? "earlierRefused" : "fileRefused")))
    } finally {
      // The pressed button ("Stop", "Check again") was removed, and the focus with it.
      if (document.activeElement === document.body) chooser.focus()
    }
  }

  const take = (next: File | undefined) => {
    if (next === undefined) return
    file = next
    sheet = undefined
    void check()
  }
  chooser.addEventListener("change", () => {
    take(chooser.files?.[0])
    // Lets the partner choose the same file again after correcting it.
    chooser.value = ""
  })
  const drop: HTMLDivElement = h(
    "div",
    {
      class: "drop",
      on: {
        dragover: (event) => {
          event.preventDefault()
          drop.classList.add("over")
        },
        dragleave: () => drop.classList.remove("over"),
        drop: (event) => {
          event.preventDefault()
          drop.classList.remove("over")
          take(event.dataTransfer?.files[0])
        }
      }
    },
    h("label", { for: chooser.id }, t("drop")),
    chooser
  )

  show(
    into,
    h("h1", {}, t("sendTitle")),
    h("p", {}, t("sendIntro")),
    keyPanel(portal, () => void check()),
    h(
      "section",
      { "aria-label": t("sendTitle") },
      field(t("kind"), kind),
      drop,
      h("details", {}, h("summary", {}, t("earlierTitle")), field(t("earlierFiles"), earlier, t("earlierHint")))
    ),
    below
  )
}
