import { h, show } from "@corridor/page/browser/dom"
import { field, notice, onSubmit } from "@corridor/page/browser/form"
import { ServerRefused } from "../../api/PortalClient.ts"
import type { WordKey } from "../../words/Words.ts"
import type { Portal } from "../Portal.ts"
import { refusalText } from "../Portal.ts"
import { portalLanguage } from "../portalLanguage.ts"
import { enrolForm } from "./enrolForm.ts"

const passwordForm = (portal: Portal): HTMLFormElement => {
  const { t } = portal
  const account = h("input", {
    name: "account",
    autocomplete: "username",
    required: true,
    autocapitalize: "none",
    spellcheck: "false"
  })
  const password = h("input", { name: "password", type: "password", autocomplete: "current-password", required: true })
  const result = h("div")
  const submit = h("button", { type: "submit", class: "main" }, t("signIn"))
  const signIn = async () => {
    submit.disabled = true
    try {
      await portal.server.signIn(account.value.trim(), password.value)
      portal.restart()
    } catch (error) {
      const refused = error instanceof ServerRefused && error.refusal.why === "refused"
      show(result, notice("bad", refused ? t("signInRefused") : refusalText(portal, error)))
      password.value = ""
      password.focus()
    } finally {
      submit.disabled = false
    }
  }
  return h(
    "form",
    {
      on: onSubmit(signIn)
    },
    field(t("account"), account),
    field(t("password"), password),
    result,
    submit
  )
}

/** Signs in with a password, or with the organisation's identity provider. */
export const signInView = (root: HTMLElement, portal: Portal, reason?: WordKey): void => {
  const { t, session } = portal
  show(
    root,
    h("header", h("p", { class: "name" }, t("title")), portalLanguage(portal)),
    h(
      "main",
      { id: "content", class: "narrow", tabindex: "-1" },
      h("h1", t("signInTitle")),
      h("p", t("signInIntro")),
      reason === undefined ? null : notice("bad", t(reason)),
      session.ways.openId
        ? h("p", h("a", { class: "main button", href: "/portal/api/session/openid" }, t("signInProvider")))
        : null,
      session.ways.local ? passwordForm(portal) : null,
      session.ways.local || session.ways.openId ? null : notice("bad", t("signInNoWay")),
      enrolForm(portal)
    )
  )
}
