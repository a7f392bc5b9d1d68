import { h, show } from "@corridor/page/browser/dom"
import { button, notice } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import { numberFormat } from "@corridor/page/formats"
import type { ProblemCode } from "../../../../schemas/generated/types.ts"
import type { SentDirectly } from "../../../submit/receipts/ReceiptSchemas.ts"
import { wordsOf } from "../../../submit/words/ProblemWords.ts"
import type { Receipt } from "../../api/PortalClient.ts"
import type { Portal } from "../Portal.ts"
import { formatTime } from "./formatTime.ts"
import { historyPart } from "./historyPart.ts"
import { loadedPart } from "./loadedPart.ts"

const outcomes = [
  ["colLoaded", "loaded"],
  ["colQuarantined", "quarantined"],
  ["colWithdrawn", "withdrawn"],
  ["colCorrections", "corrections"],
  ["colHeldBack", "heldBack"]
] as const

/** Returns a table of receipts. Their numbers are shown in full, because partners keep them. */
export const receiptTable = ({ t, language }: Portal, receipts: ReadonlyArray<Receipt>): HTMLElement => {
  const count = numberFormat(language).format
  const outcomesOf = (receipt: Receipt) => outcomes.filter(([, name]) => receipt[name] > 0)
  return stackingTable(
    t("navReceipts"),
    [t("receipt"), t("when"), t("state"), t("records"), t("colOutcomes"), t("hash")],
    receipts.map((receipt) => [
      h("code", receipt.submission),
      formatTime(language, receipt.receivedAt),
      h("span", { class: `state ${receipt.state}` }, t(`state_${receipt.state}`)),
      count(receipt.records),
      outcomesOf(receipt).map(([word, name]) => h("div", `${t(word)}: ${count(receipt[name])}`)),
      h("code", { title: receipt.hash }, receipt.hash === "" ? "" : `${receipt.hash.slice(0, 12)}…`)
    ])
  )
}

/** Returns why messages are quarantined and how to correct them; empty if none are. */
const quarantineTable = (
  { t, language }: Portal,
  heading: "h2" | "h3",
  caption: string,
  refusals: Receipt["refusals"]
): ReadonlyArray<HTMLElement> => {
  if (refusals.length === 0) return []
  const count = numberFormat(language).format
  const rules = stackingTable(
    caption,
    [t("colRule"), t("records"), t("colExpected"), t("colMend")],
    refusals.map(({ code, messages }) => {
      const { title, expected, remedy } = wordsOf(code as ProblemCode, language)
      return [title, count(messages), expected, remedy]
    })
  )
  return [h(heading, {}, t("whyHeldBack")), rules]
}

/** Quarantined messages by rule, summed over the receipts. */
const sumByRule = (receipts: ReadonlyArray<Receipt>): Receipt["refusals"] => {
  const sums = new Map<string, number>()
  for (const { code, messages } of receipts.flatMap(({ refusals }) => refusals))
    sums.set(code, (sums.get(code) ?? 0) + messages)
  return Array.from(sums, ([code, messages]) => ({ code, messages })).sort((a, b) => b.messages - a.messages)
}

/** Returns what the partner's own systems sent; null for a partner without such systems. */
const directSection = (portal: Portal, { loaded, quarantined, refusals }: SentDirectly): HTMLElement | null =>
  loaded + quarantined === 0
    ? null
    : h(
        "section",
        { class: "direct", "aria-labelledby": "direct-title" },
        h("h2", { id: "direct-title" }, portal.t("directTitle")),
        h("p", portal.t("directWords", { loaded, held: quarantined })),
        quarantineTable(portal, "h3", `${portal.t("whyHeldBack")}: ${portal.t("directTitle")}`, refusals)
      )

/** Lists what the partner has sent, and the state of each submission. */
export const receiptsView = (into: HTMLElement, portal: Portal): void => {
  const { t } = portal
  const { element, load } = loadedPart(portal, async () => {
    const [receipts, direct] = await Promise.all([portal.server.receipts(), portal.server.direct()])
    const waiting = receipts.filter(({ state }) => state === "waiting").reduce((sum, { records }) => sum + records, 0)
    return [
      waiting === 0 ? null : notice("plain", t("waitingWords", { n: waiting })),
      receipts.length === 0
        ? h("p", t("receiptsNone"))
        : [receiptTable(portal, receipts), ...quarantineTable(portal, "h2", t("whyHeldBack"), sumByRule(receipts))],
      directSection(portal, direct),
      waiting > 0 ? null : h("p", { class: "hint" }, t("nextSteps"))
    ]
  })
  show(
    into,
    h("h1", t("navReceipts")),
    h("p", t("receiptsIntro")),
    h(
      "p",
      button(t("refresh"), () => void load())
    ),
    element,
    h("p", { class: "hint" }, t("correctHint")),
    historyPart(portal)
  )
  void load()
}
