import { h, show } from "@corridor/page/browser/dom"
import { button, checkbox, notice } from "@corridor/page/browser/form"
import { recordKindLabel } from "../../../../schemas/RecordSchemas.ts"
import { namesOfCase } from "../../../keys/CaseNumber.ts"
import { webCryptoHasher } from "../../../submit/check/PartnerHasher.ts"
import { enteredKinds } from "../../api/recordKinds.ts"
import type { WithdrawalAnswer } from "../../api/WithdrawalApi.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { isAgreed } from "./isAgreed.ts"
import { lookUpForm } from "./lookUpForm.ts"

/** Returns the rows of a case by kind of record, without the kinds that have none. */
const rowList = (
  { t, language }: Portal,
  { rows: { quarantined, waiting, ...kinds } }: WithdrawalAnswer
): HTMLElement =>
  h(
    "ul",
    ...[
      ...enteredKinds.map((kind) => [recordKindLabel(kind, language), kinds[kind] ?? 0] as const),
      [t("colQuarantined"), quarantined] as const,
      [t("state_waiting"), waiting] as const
    ].flatMap(([label, count]) => (count === 0 ? [] : [h("li", `${label}: ${count}`)]))
  )

/** Withdraws a case: first the number of records that match, then the confirmation, then the receipt. Only pseudonyms are sent. */
export const withdrawView = (into: HTMLElement, portal: Portal): void => {
  const { t } = portal
  const result = h("div", { "aria-live": "polite" })

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      show(result, notice("bad", refusalText(portal, error)))
    }
  }

  const withdraw = (persons: ReadonlyArray<string>, ahead: boolean) =>
    attempt(async () => {
      show(result, notice("plain", t("withdrawing")))
      const answer = await portal.server.withdraw(persons, { ahead })
      form.clear()
      const receipt = h("code", answer.withdrawal ?? "")
      const title = h("h2", { tabindex: "-1" }, t("withdrawReceipt"))
      show(
        result,
        title,
        notice("good", t("withdrawDone", { n: answer.erased })),
        rowList(portal, answer),
        h("p", t("withdrawNext")),
        h("p", t("withdrawEntry"), " ", receipt),
        answer.code === null
          ? null
          : [h("p", t("withdrawCode"), " ", h("code", answer.code)), h("p", t("withdrawCodeUse"))]
      )
      title.focus()
    })

  const confirm = (persons: ReadonlyArray<string>, found: WithdrawalAnswer) => {
    const isMatch = found.matched > 0 || found.withdrawnBefore
    const agree = checkbox(t(isMatch ? "withdrawAgree" : "withdrawAheadAgree"))
    const warning = h("div")
    const press = () => {
      if (isAgreed(agree.input, warning, t("withdrawAgreeFirst"))) void withdraw(persons, !isMatch)
    }
    show(
      result,
      notice(
        isMatch ? "plain" : "bad",
        isMatch ? t("withdrawMatches", { n: found.matched }) : t("withdrawNoMatch"),
        found.withdrawnBefore ? ` ${t("withdrawnBefore")}` : ""
      ),
      rowList(portal, found),
      agree.element,
      warning,
      button(t(isMatch ? "withdraw" : "withdrawAhead"), press, "main")
    )
  }

  const find = (reference: string, key: CryptoKey) =>
    attempt(async () => {
      const persons = await webCryptoHasher(key).hmacHex(namesOfCase(reference))
      confirm(persons, await portal.server.withdraw(persons, { dryRun: true }))
    })

  const form = lookUpForm(
    portal,
    {
      id: "case",
      label: t("caseNumber"),
      hint: t("caseNumberStays"),
      button: h("button", { type: "submit", class: "main" }, t("withdrawFind")),
      find
    },
    result
  )

  show(into, h("h1", t("navWithdraw")), h("p", t("withdrawIntro")), ...form.elements, result)
}
