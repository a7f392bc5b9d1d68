/** The report on a file: everything at once, and what can be done next. This is the dry run: sending is one press further. */
import { sendable } from "../../../submit/check/CheckTable.ts"
import { formatsOf } from "../../../submit/report/ReportFormat.ts"
import { chunkRows } from "../../api/limits.ts"
import { type Checked, chunksToSend, reportParts } from "../Checked.ts"
import { download, h, newId, show } from "../dom.ts"
import { button, checkbox, notice } from "../form.ts"
import { type Portal, refusalWords } from "../Portal.ts"
import { problemTables } from "./problemTables.ts"
import { receiptTable } from "./ReceiptsView.ts"

const mediaTypes = {
  csv: "text/csv;charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ndjson: "application/x-ndjson"
} as const

export interface ReportActions {
  /** Checks the same file again. */
  readonly again: () => void
  /** Goes to the meaning of columns and words. */
  readonly map: () => void
}

/** Sends and tells how far it is; ends with the receipt. */
export const sendChecked = async (into: HTMLElement, portal: Portal, checked: Checked): Promise<boolean> => {
  const { say } = portal
  const { check } = checked
  const told = h("p", { id: newId() }, say("sending", { sent: 0, n: check.records }))
  const bar = h("progress", { max: check.records, value: 0, "aria-labelledby": told.id })
  show(into, h("div", { class: "notice plain" }, told, bar))
  try {
    const receipt = await portal.server.upload({
      contentHash: check.contentHash,
      records: check.records,
      chunks: chunksToSend(checked, chunkRows),
      onSent: (sent) => {
        bar.value = sent
        told.textContent = say("sending", { sent, n: check.records })
      }
    })
    show(
      into,
      h("h2", { tabindex: "-1" }, say("sentTitle")),
      notice("good", say("sentWords", { n: receipt.records })),
      h("p", {}, say("nextSteps")),
      receiptTable(portal, [receipt])
    )
    into.querySelector("h2")?.focus()
    return true
  } catch (error) {
    show(into, notice("bad", refusalWords(portal, error)))
    return false
  }
}

export const reportView = (
  into: HTMLElement,
  portal: Portal,
  name: string,
  checked: Checked,
  actions: ReportActions
): void => {
  const { say, language } = portal
  const { check, opened } = checked
  const may = sendable(check)
  const sendArea = h("div")
  const count = (n: number) => new Intl.NumberFormat(language).format(n)

  const save = async () => {
    const [format = "csv"] = formatsOf(opened)
    const parts = await reportParts(checked, format, language)
    const base = name.replace(/\.[^.]*$/, "")
    download(`${base}-corridor.${format}`, parts, mediaTypes[format])
  }

  const agree = checkbox(say("sendGoodAgree", { n: check.rejected }))
  const sendButton = () => {
    if (may === "nothing") return null
    if (may === "whole")
      return button(say("sendWhole", { n: check.records }), () => void sendChecked(sendArea, portal, checked), "main")
    return h(
      "div",
      {},
      agree.element,
      button(
        say("sendGood", { n: check.records }),
        () => {
          if (agree.input.checked) void sendChecked(sendArea, portal, checked)
          else {
            show(sendArea, notice("bad", say("sendAgreeFirst")))
            agree.input.focus()
          }
        },
        "main"
      )
    )
  }

  const title = h("h2", { tabindex: "-1" }, say("reportTitle", { file: `\u2068${name}\u2069` }))
  show(
    into,
    title,
    check.identifying ? notice("bad", say("reportIdentifying")) : null,
    check.brokenHeader && !check.identifying ? notice("bad", say("reportHeaderBroken")) : null,
    h(
      "p",
      { class: "counts" },
      check.problemCount === 0
        ? say("reportClean", { n: check.rows })
        : say("reportCounts", {
            rows: count(check.rows),
            accepted: count(check.accepted),
            rejected: count(check.rejected)
          }),
      " ",
      say("reportNothingSent")
    ),
    sendButton(),
    sendArea,
    h(
      "p",
      { class: "actions" },
      check.problemCount > 0 ? button(say("downloadReport"), () => void save()) : null,
      opened.header === undefined ? null : button(say("mapColumns"), actions.map),
      button(say("checkAgain"), actions.again)
    ),
    check.problemCount > 0 ? h("p", { class: "hint" }, say("reportStays")) : null,
    check.problemCount > check.problems.length
      ? h("p", {}, say("problemsShown", { shown: count(check.problems.length), all: count(check.problemCount) }))
      : null,
    problemTables(portal, check.problems)
  )
  title.focus()
}
