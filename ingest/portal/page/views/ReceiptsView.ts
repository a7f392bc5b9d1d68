/** What has arrived from the partner, and what became of it. */
import { h, show } from "../dom.ts"
import { button, notice, table } from "../form.ts"
import { type Portal, refusalWords } from "../Portal.ts"
import type { Receipt } from "../Server.ts"

/** Moments as the reader's language and place write them. */
export const momentWords = (language: string, moment: string): string => {
  const time = Date.parse(moment.includes("T") ? moment : `${moment.replace(" ", "T")}Z`)
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(time)
}

/** Receipts as a table; the number is shown whole, since it is what a partner keeps. */
export const receiptTable = ({ say, language }: Portal, receipts: ReadonlyArray<Receipt>): HTMLElement => {
  const count = (n: number) => new Intl.NumberFormat(language).format(n)
  return table(
    say("receiptsTitle"),
    [
      say("receipt"),
      say("when"),
      say("state"),
      say("records"),
      say("colLoaded"),
      say("colQuarantined"),
      say("colWithdrawn"),
      say("colCorrections"),
      say("hash")
    ],
    receipts.map((receipt) => [
      h("code", {}, receipt.submission),
      momentWords(language, receipt.receivedAt),
      h("span", { class: `state ${receipt.state}` }, say(`state_${receipt.state}`)),
      count(receipt.records),
      count(receipt.loaded),
      count(receipt.quarantined),
      count(receipt.withdrawn),
      count(receipt.corrections),
      h("code", { title: receipt.hash }, `${receipt.hash.slice(0, 12)}…`)
    ])
  )
}

export const receiptsView = (into: HTMLElement, portal: Portal): void => {
  const { say } = portal
  const list = h("div", { "aria-busy": "true" })
  const draw = async () => {
    list.setAttribute("aria-busy", "true")
    try {
      const receipts = await portal.server.receipts()
      show(list, receipts.length === 0 ? h("p", {}, say("receiptsNone")) : receiptTable(portal, receipts))
    } catch (error) {
      show(list, notice("bad", refusalWords(portal, error)))
    }
    list.removeAttribute("aria-busy")
  }
  show(
    into,
    h("h1", {}, say("receiptsTitle")),
    h("p", {}, say("receiptsIntro")),
    h(
      "p",
      {},
      button(say("refresh"), () => void draw())
    ),
    list,
    h("p", { class: "hint" }, say("correctHint"))
  )
  void draw()
}
