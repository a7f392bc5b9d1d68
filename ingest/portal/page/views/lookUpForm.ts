import { h, show } from "@corridor/page/browser/dom"
import { field, notice, onSubmit, setFieldError } from "@corridor/page/browser/form"
import type { Portal } from "../Portal.ts"
import { keyPanel } from "./keyPanel.ts"

interface LookUp {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly button: HTMLButtonElement
  /** Runs with what was entered and the partner's key, which makes a pseudonym of it. */
  readonly find: (entered: string, key: CryptoKey) => void
}

/** Returns a field for one of the partner's own references, which stays in the browser. Messages appear in `result`. */
export const lookUpForm = (portal: Portal, { id, label, hint, button, find }: LookUp, result: HTMLElement) => {
  const { t } = portal
  const input = h("input", { id, autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 128 })
  const press = () => {
    const isFilled = input.value.trim() !== ""
    setFieldError(input, isFilled ? undefined : t("fillIn"))
    if (!isFilled) return input.focus()
    if (portal.key === undefined) return show(result, notice("bad", t("keyFirst")))
    find(input.value, portal.key)
  }
  return {
    elements: [
      keyPanel(portal, () => input.focus()),
      h("form", { on: onSubmit(press) }, field(label, input, hint), button)
    ],
    clear: () => {
      input.value = ""
    }
  }
}
