import { h, show } from "@corridor/page/browser/dom"
import { checkbox, field, notice, setFieldError } from "@corridor/page/browser/form"
import { nameOfCase } from "../../../keys/CaseNumber.ts"
import { webCryptoHasher } from "../../../submit/check/PartnerHasher.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { keyPanel } from "./keyPanel.ts"

/** Withdraws a case. The browser computes the case's pseudonym and sends nothing else. */
export const withdrawView = (into: HTMLElement, portal: Portal): void => {
  const { t } = portal
  const number = h("input", {
    id: "case",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 128
  })
  const agree = checkbox(t("withdrawAgree"))
  const result = h("div")

  const send = async (key: CryptoKey) => {
    const [person] = await webCryptoHasher(key).hmacHex([nameOfCase(number.value)])
    try {
      await portal.server.withdraw(person as string)
      number.value = ""
      agree.input.checked = false
      show(result, notice("good", t("withdrawDone")))
    } catch (error) {
      show(result, notice("bad", refusalText(portal, error)))
    }
  }

  const press = () => {
    const isFilled = number.value.trim() !== ""
    setFieldError(number, isFilled ? undefined : t("fillIn"))
    if (!isFilled) return number.focus()
    if (portal.key === undefined) return show(result, notice("bad", t("keyFirst")))
    if (!agree.input.checked) return show(result, notice("bad", t("withdrawAgreeFirst")))
    void send(portal.key)
  }

  show(
    into,
    h("h1", {}, t("withdrawTitle")),
    h("p", {}, t("withdrawIntro")),
    keyPanel(portal, () => number.focus()),
    h(
      "form",
      {
        on: {
          submit: (event) => {
            event.preventDefault()
            press()
          }
        }
      },
      field(t("caseNumber"), number, t("caseNumberStays")),
      agree.element,
      result,
      h("button", { type: "submit", class: "main" }, t("withdraw"))
    )
  )
}
