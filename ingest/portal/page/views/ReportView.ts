import { h, newId, show } from "@corridor/page/browser/dom"
import { button, checkbox, notice } from "@corridor/page/browser/form"
import { numberFormat } from "@corridor/page/formats"
import { checkedBatches } from "../../../submit/check/CheckTable.ts"
import { checkFile, sendable } from "../../../submit/check/checkFile.ts"
import { keyCheckOf } from "../../../submit/check/keyCheck.ts"
import { warningsOf } from "../../../submit/check/warningsOf.ts"
import { FileRefused } from "../../../submit/read/FileRefused.ts"
import { casesSentBefore } from "../../../submit/send/casesSentBefore.ts"
import { chunksToSend } from "../../../submit/send/chunksToSend.ts"
import { chunkRows } from "../../api/limits.ts"
import type { Refusal, ServerRefused } from "../../api/PortalClient.ts"
import { type Checked, withSent } from "../Checked.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { checkSummary, refusedNotice, reportTitle, saveReport } from "./checkedParts.ts"
import { isAgreed } from "./isAgreed.ts"
import { previewTables } from "./previewTables.ts"
import { problemTables } from "./problemTables.ts"
import { receiptTable } from "./ReceiptsView.ts"

interface ReportActions {
  /** Checks the same file again. */
  readonly again: () => void
  /** Opens the mapping of columns and values. */
  readonly map: () => void
  /** The records were sent. */
  readonly sent: () => void
}

/** Returns the records that were corrected since, with their rows, and the button that sends them all the same. */
const correctedPart = async (into: HTMLElement, portal: Portal, checked: Checked, ids: ReadonlyArray<string>) => {
  if (ids.length === 0) return []
  const { opened, hasher, earlier, sentBefore } = checked
  const { problems } = await checkFile(opened, hasher, undefined, {
    earlier,
    sent: sentBefore?.sent,
    corrected: new Set(ids)
  })
  return [
    notice("bad", portal.t("correctedSince", { n: ids.length })),
    ...problemTables(
      portal,
      problems.filter(({ code }) => code === "record-corrected-since")
    ),
    button(portal.t("undoCorrections", { n: ids.length }), () => void sendChecked(into, portal, checked, true))
  ]
}

/** Sends the file with a progress bar, then shows the receipt. Returns why it was not sent, undefined if it was. `undo`: also what was corrected since. */
export const sendChecked = async (
  into: HTMLElement,
  portal: Portal,
  checked: Checked,
  undo = false
): Promise<Refusal["why"] | "file" | undefined> => {
  const { t } = portal
  const { check } = checked
  const progress = h("p", { id: newId() }, t("sending", { sent: 0, n: check.records }))
  const bar = h("progress", { max: check.records, value: 0, "aria-labelledby": progress.id })
  show(into, h("div", { class: "notice plain" }, progress, bar))
  try {
    const { heldBackRecords, ...receipt } = await portal.server.upload({
      undo,
      warnings: warningsOf(check),
      keyCheck: await keyCheckOf(checked.hasher),
      contentHash: check.contentHash,
      records: check.records,
      chunks: chunksToSend(checkedBatches(checked.opened, checked.hasher), chunkRows),
      onSent: (sent) => {
        bar.value = sent
        progress.textContent = t("sending", { sent, n: check.records })
      }
    })
    const isWaiting = receipt.state === "waiting"
    const taken = receipt.records - receipt.heldBack
    show(
      into,
      h("h2", { tabindex: "-1" }, t(isWaiting ? "reviewWaiting" : "sentTitle")),
      taken === 0 ? null : notice("good", t(isWaiting ? "waitingWords" : "sentWords", { n: taken })),
      await correctedPart(into, portal, checked, heldBackRecords),
      isWaiting ? null : h("p", t("nextSteps")),
      receiptTable(portal, [receipt])
    )
    into.querySelector("h2")?.focus()
    return undefined
  } catch (error) {
    if (error instanceof FileRefused) {
      show(into, refusedNotice(portal, error, t("sendingFailed")))
      return "file"
    }
    show(into, notice("bad", refusalText(portal, error)))
    return (error as ServerRefused).refusal.why
  }
}

/** Returns what the server has of cases that refuse consent, and the button that asks for it: only their pseudonyms are sent. */
const sentBeforePart = (portal: Portal, checked: Checked, redraw: (checked: Checked) => void) => {
  const { t, server } = portal
  const { sentBefore, opened } = checked
  const { persons } = opened.refusedCases
  if (persons.length === 0) return null
  const result = h("div", { "aria-live": "polite" })
  const ask = async () => {
    let error: unknown
    const found = await casesSentBefore(persons, (group) =>
      server.withdraw(group, { dryRun: true }).then(
        ({ matched }) => matched,
        (cause) => {
          error = cause
          return undefined
        }
      )
    )
    if (found.unasked < persons.length) redraw(await withSent(checked, found))
    else show(result, notice("bad", refusalText(portal, error)))
  }
  const question = () => [
    h("p", { class: "hint" }, t("refusedAskHint")),
    button(t("refusedAsk"), () => void ask()),
    result
  ]
  if (sentBefore === undefined) return h("div", ...question())
  const { sent, unasked } = sentBefore
  return h(
    "div",
    sent.size > 0
      ? notice("bad", t("refusedSent", { n: sent.size }), " ", h("a", { href: "#withdraw" }, t("navWithdraw")))
      : null,
    sent.size + unasked === 0 ? notice("good", t("refusedNotSent")) : null,
    ...(unasked > 0 ? [notice("bad", t("refusedUnasked", { n: unasked })), ...question()] : [])
  )
}

/** Reports every problem of a file and offers the next steps. Nothing has been sent at this point. */
export const reportView = (
  into: HTMLElement,
  portal: Portal,
  name: string,
  checked: Checked,
  actions: ReportActions
): void => {
  const { t, language } = portal
  const { check, opened } = checked
  const sendableRows = sendable(check)
  const sendArea = h("div")
  const count = numberFormat(language).format

  const send = async () => {
    if ((await sendChecked(sendArea, portal, checked)) === undefined) actions.sent()
  }

  const agree = checkbox(t("sendGoodAgree", { n: check.rejected }))
  const sendButton = () => {
    if (sendableRows === "nothing") return null
    if (sendableRows === "whole") return button(t("sendWhole", { n: check.records }), () => void send(), "main")
    return h(
      "div",
      agree.element,
      button(
        t("sendGood", { n: check.records }),
        () => {
          if (isAgreed(agree.input, sendArea, t("sendAgreeFirst"))) void send()
        },
        "main"
      )
    )
  }

  const title = h("h2", { tabindex: "-1" }, reportTitle(portal, name))
  show(
    into,
    title,
    checkSummary(portal, checked, [t("receiptsNone")]),
    previewTables(portal, checked.columns, checked.changes),
    sentBeforePart(portal, checked, (next) => reportView(into, portal, name, next, actions)),
    sendButton(),
    sendArea,
    h(
      "p",
      { class: "actions" },
      check.problemCount > 0 ? button(t("downloadReport"), () => void saveReport(portal, name, checked)) : null,
      opened.header === undefined ? null : button(t("mapColumns"), actions.map),
      button(t("checkAgain"), actions.again)
    ),
    check.problemCount > 0 ? h("p", { class: "hint" }, t("reportStays")) : null,
    check.problemCount > check.problems.length
      ? h("p", t("problemsShown", { shown: count(check.problems.length), all: count(check.problemCount) }))
      : null,
    problemTables(portal, check.problems)
  )
  title.focus()
}
