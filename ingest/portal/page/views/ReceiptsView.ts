/** What has arrived from the partner, and what became of it. */
import type { ProblemCode } from "../../../../schemas/generated/types.ts"
import { wordsOf } from "../../../submit/words/ProblemWords.ts"
import type { DirectAnswer } from "../../api/PortalApi.ts"
import { h, show } from "../dom.ts"
import { button, notice, table } from "../form.ts"
import { type Portal, refusalWords } from "../Portal.ts"
import type { Receipt } from "../Server.ts"
import { historyPart } from "./historyPart.ts"
import { momentWords } from "./momentWords.ts"

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

/** Why messages are held back, with how to mend it; nothing when none are. */
const refusalTable = (
  { say, language }: Portal,
  heading: "h2" | "h3",
  caption: string,
  refusals: Receipt["refusals"]
): ReadonlyArray<HTMLElement> => {
  if (refusals.length === 0) return []
  const count = (n: number) => new Intl.NumberFormat(language).format(n)
  const rules = table(
    caption,
    [say("colRule"), say("records"), say("colExpected"), say("colMend")],
    refusals.map(({ code, messages }) => {
      const { title, expected, mend } = wordsOf(code as ProblemCode, language)
      return [title, count(messages), expected, mend]
    })
  )
  return [h(heading, {}, say("whyHeldBack")), rules]
}

/** The rules that hold back records of several receipts, added up. */
const together = (receipts: ReadonlyArray<Receipt>): Receipt["refusals"] => {
  const sums = new Map<string, number>()
  for (const { code, messages } of receipts.flatMap(({ refusals }) => refusals))
    sums.set(code, (sums.get(code) ?? 0) + messages)
  return Array.from(sums, ([code, messages]) => ({ code, messages })).sort((a, b) => b.messages - a.messages)
}

/** What the partner's own systems sent: no part of the page for partners that have none. */
const directPart = (portal: Portal, { loaded, quarantined, refusals }: DirectAnswer): HTMLElement | null =>
  loaded + quarantined === 0
    ? null
    : h(
        "section",
        { class: "direct", "aria-labelledby": "direct-title" },
        h("h2", { id: "direct-title" }, portal.say("directTitle")),
        h("p", {}, portal.say("directWords", { loaded, held: quarantined })),
        refusalTable(portal, "h3", `${portal.say("whyHeldBack")}: ${portal.say("directTitle")}`, refusals)
      )

export const receiptsView = (into: HTMLElement, portal: Portal): void => {
  const { say } = portal
  const list = h("div", { "aria-busy": "true" })
  const draw = async () => {
    list.setAttribute("aria-busy", "true")
    try {
      const [receipts, direct] = await Promise.all([portal.server.receipts(), portal.server.direct()])
      show(
        list,
        receipts.length === 0
          ? h("p", {}, say("receiptsNone"))
          : [receiptTable(portal, receipts), ...refusalTable(portal, "h2", say("whyHeldBack"), together(receipts))],
        directPart(portal, direct)
      )
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
    h("p", { class: "hint" }, say("nextSteps")),
    h("p", { class: "hint" }, say("correctHint")),
    historyPart(portal)
  )
  void draw()
}
