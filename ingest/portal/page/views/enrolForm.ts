import { download, h, show } from "@corridor/page/browser/dom"
import { button, checkbox, field, notice, onSubmit } from "@corridor/page/browser/form"
import { PortalClient, ServerRefused } from "../../api/PortalClient.ts"
import { checkOfKey, makeKey, readKeyFile } from "../keyFile.ts"
import { type Portal, refusalText } from "../Portal.ts"

/**
 * Enrols an invited partner: takes the one-time code, makes the key in this page and saves it as a file, and shows the account once. A partner
 * that has a key already chooses its file.
 */
export const enrolForm = (portal: Portal): HTMLElement => {
  const { t } = portal
  const code = h("input", {
    name: "code",
    required: true,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false"
  })
  const file = h("input", { type: "file", accept: ".key,.txt,.json,text/plain,application/json" })
  const withoutKey = checkbox(t("enrolWithoutKey"), (checked) => {
    file.disabled = checked
  })
  const result = h("div")
  const submit = button(t("enrol"), () => form.requestSubmit())

  const keyToRegister = async () => {
    if (withoutKey.input.checked) return undefined
    const chosen = file.files?.[0]
    return chosen === undefined ? makeKey() : { key: await readKeyFile(chosen), text: undefined }
  }

  const enrol = async () => {
    submit.disabled = true
    try {
      const chosen = await keyToRegister()
      if (chosen !== undefined && chosen.key === undefined) return show(result, notice("bad", t("keyBad")))
      const { text } = chosen ?? {}
      // Saved first: a key that is registered and then lost could not be replaced.
      if (text !== undefined) download("corridor.key", [text], "text/plain")
      const check = chosen?.key === undefined ? undefined : await checkOfKey(chosen.key)
      const { account, password } = await new PortalClient("", code.value.trim()).enrol(check)
      code.value = ""
      const done = h(
        "div",
        { tabindex: "-1" },
        h("p", t(chosen === undefined ? "enrolDoneNoKey" : text === undefined ? "enrolDoneOwnKey" : "enrolDone")),
        password === null
          ? null
          : h("dl", h("dt", t("account")), h("dd", account), h("dt", t("password")), h("dd", password))
      )
      show(result, notice("plain", done))
      done.focus()
    } catch (error) {
      const isUnknown = error instanceof ServerRefused && error.refusal.why === "not-found"
      show(result, notice("bad", isUnknown ? t("enrolRefused") : refusalText(portal, error)))
      code.focus()
    } finally {
      submit.disabled = false
    }
  }

  const form = h(
    "form",
    {
      on: onSubmit(enrol)
    },
    field(t("enrolCode"), code),
    field(t("enrolKey"), file),
    withoutKey.element,
    result,
    submit
  )
  return h("details", { class: "enrol" }, h("summary", t("enrolTitle")), h("p", t("enrolIntro")), form)
}
