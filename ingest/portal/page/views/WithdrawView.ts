/** A person withdraws consent: the case's pseudonym is made here, and only it is sent. */
import { webCryptoHasher } from "../../../submit/check/PartnerHasher.ts"
import { h, show } from "../dom.ts"
import { checkbox, fault, field, notice } from "../form.ts"
import { type Portal, refusalWords } from "../Portal.ts"
import { keyPanel } from "./keyPanel.ts"

export const withdrawView = (into: HTMLElement, portal: Portal): void => {
  const { say } = portal
  const number = h("input", {
    id: "case",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 128
  })
  const agree = checkbox(say("withdrawAgree"))
  const said = h("div")

  const send = async (key: CryptoKey) => {
    const [person] = await webCryptoHasher(key).hmacHex([`case\0${number.value.trim()}`])
    try {
      await portal.server.withdraw(person as string)
      number.value = ""
      agree.input.checked = false
      show(said, notice("good", say("withdrawDone")))
    } catch (error) {
      show(said, notice("bad", refusalWords(portal, error)))
    }
  }

  const press = () => {
    const isFilled = number.value.trim() !== ""
    fault(number, isFilled ? undefined : say("fillIn"))
    if (!isFilled) return number.focus()
    if (portal.key === undefined) return show(said, notice("bad", say("keyFirst")))
    if (!agree.input.checked) return show(said, notice("bad", say("withdrawAgreeFirst")))
    void send(portal.key)
  }

  show(
    into,
    h("h1", {}, say("withdrawTitle")),
    h("p", {}, say("withdrawIntro")),
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
      field(say("caseNumber"), number, say("caseNumberStays")),
      agree.element,
      said,
      h("button", { type: "submit", class: "main" }, say("withdraw"))
    )
  )
}
