import { h, show } from "@corridor/page/browser/dom"
import { button, field, notice } from "@corridor/page/browser/form"
import type { Mapping } from "../../../submit/columns/Mapping.ts"
import { FileRefused } from "../../../submit/read/FileRefused.ts"
import { type Checked, checkInBrowser, EarlierRefused, Stopped } from "../Checked.ts"
import { PartnerMapping } from "../PartnerMapping.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { acceptedFiles, chosenKind, kindSelect, refusedNotice } from "./checkedParts.ts"
import { fileDrop } from "./fileDrop.ts"
import { keyPanel } from "./keyPanel.ts"
import { mappingView } from "./MappingView.ts"
import { reportView } from "./ReportView.ts"
import { showSheets } from "./sheetChooser.ts"

/** Shows how many rows were checked, with a button that stops the check. Returns the function that updates the number. */
const showProgress = ({ t }: Portal, below: HTMLElement, stop: () => void) => {
  const progress = h("p", { id: "checking" }, t("checking", { n: 0 }))
  const bar = h("progress", { "aria-labelledby": progress.id })
  show(below, h("div", { class: "notice plain" }, progress, bar, button(t("stop"), stop)))
  return (rows: number) => {
    progress.textContent = t("checking", { n: rows })
  }
}

/** Shows why a file could not be checked. For a workbook whose sheet must be chosen, offers its sheets. */
const showRefusal = (portal: Portal, below: HTMLElement, error: unknown, onSheet: (sheet: string) => void) => {
  const { t } = portal
  if (error instanceof Stopped) return show(below, notice("plain", t("stopped")))
  const isEarlier = error instanceof EarlierRefused
  const refused = isEarlier ? error.refused : error
  if (!(refused instanceof FileRefused)) return show(below, notice("bad", refusalText(portal, error)))
  if (!isEarlier && refused.sheets.length > 0) return showSheets(portal, below, refused.sheets, onSheet)
  show(below, refusedNotice(portal, refused, t(isEarlier ? "earlierRefused" : "fileRefused")))
}

/** What the form of the view says when a check begins. */
type Choices = Pick<Parameters<typeof checkInBrowser>[0], "kind" | "earlier">

/** Checks one file after another and shows the results in `below`. `done` is called after each check. */
const fileChecker = (portal: Portal, below: HTMLElement, choices: () => Choices, done: () => void) => {
  const mapping = new PartnerMapping(portal.server)
  let file: File | undefined
  let sheet: string | undefined

  const report = (checked: Checked) => {
    const target = h("div")
    show(below, target)
    reportView(target, portal, file?.name ?? "", checked, {
      again: () => void check(),
      sent: () => void mapping.remember(checked),
      map: () =>
        mappingView(target, portal, checked, mapping.known, {
          keep: (next) => void keep(next),
          back: () => report(checked)
        })
    })
  }

  const keep = async (next: Mapping) => {
    try {
      await mapping.save(next)
      await check()
    } catch (error) {
      below.prepend(notice("bad", refusalText(portal, error)))
    }
  }

  const check = async () => {
    const { key } = portal
    if (file === undefined) return
    if (key === undefined) return show(below, notice("bad", portal.t("keyFirst")))
    const stop = new AbortController()
    const progress = showProgress(portal, below, () => stop.abort())
    try {
      const input = { ...choices(), file, name: file.name, key, mapping: await mapping.load(), sheet }
      report(await checkInBrowser(input, progress, stop.signal))
    } catch (error) {
      showRefusal(portal, below, error, (chosen) => {
        sheet = chosen
        void check()
      })
    } finally {
      done()
    }
  }

  return {
    check: () => void check(),
    take: (next: File) => {
      file = next
      sheet = undefined
      void check()
    }
  }
}

/** Checks a file in the browser, reports every problem, and sends it if the partner agrees. */
export const sendView = (into: HTMLElement, portal: Portal): void => {
  const { t } = portal
  const below = h("div", { class: "below" })
  const kind = kindSelect(portal)
  const earlier: HTMLInputElement = h("input", {
    type: "file",
    class: "earlier",
    multiple: true,
    accept: acceptedFiles,
    on: { change: () => checker.check() }
  })
  const checker = fileChecker(
    portal,
    below,
    () => ({ kind: chosenKind(kind), earlier: [...(earlier.files ?? [])] }),
    () => {
      // The pressed button ("Stop", "Check again") was removed, and the focus with it.
      if (document.activeElement === document.body) drop.focus()
    }
  )
  const drop = fileDrop(t("drop"), checker.take)
  show(
    into,
    h("h1", t("navSend")),
    h("p", t("sendIntro")),
    keyPanel(portal, checker.check),
    h(
      "section",
      { "aria-label": t("navSend") },
      field(t("kind"), kind),
      drop.element,
      h("details", h("summary", t("earlierTitle")), field(t("earlierFiles"), earlier, t("earlierHint")))
    ),
    below
  )
}
