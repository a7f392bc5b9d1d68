/** Signing in: with a password in the embedded stack, else with the organisation's provider. */

import type { WordKey } from "../../words/Words.ts"
import { h, show } from "../dom.ts"
import { field, notice } from "../form.ts"
import { languageChoice } from "../languageChoice.ts"
import type { Portal } from "../Portal.ts"
import { refusalWords } from "../Portal.ts"
import { ServerRefused } from "../Server.ts"

const passwordForm = (portal: Portal): HTMLFormElement => {
  const { say } = portal
  const account = h("input", {
    name: "account",
    autocomplete: "username",
    required: true,
    autocapitalize: "none",
    spellcheck: "false"
  })
  const password = h("input", { name: "password", type: "password", autocomplete: "current-password", required: true })
  const said = h("div")
  const press = h("button", { type: "submit", class: "main" }, say("signIn"))
  const signIn = async () => {
    press.disabled = true
    try {
      await portal.server.signIn(account.value.trim(), password.value)
      portal.restart()
    } catch (error) {
      const refused = error instanceof ServerRefused && error.refusal.why === "refused"
      show(said, notice("bad", refused ? say("signInRefused") : refusalWords(portal, error)))
      password.value = ""
      password.focus()
    } finally {
      press.disabled = false
    }
  }
  return h(
    "form",
    {
      on: {
        submit: (event) => {
          event.preventDefault()
          void signIn()
        }
      }
    },
    field(say("account"), account),
    field(say("password"), password),
    said,
    press
  )
}

export const signInView = (root: HTMLElement, portal: Portal, told?: WordKey): void => {
  const { say, session } = portal
  show(
    root,
    h("header", {}, h("p", { class: "name" }, say("title")), languageChoice(portal)),
    h(
      "main",
      { id: "content", class: "narrow", tabindex: "-1" },
      h("h1", {}, say("signInTitle")),
      h("p", {}, say("signInIntro")),
      told === undefined ? null : notice("bad", say(told)),
      session.ways.openId
        ? h("p", {}, h("a", { class: "main button", href: "/portal/api/session/openid" }, say("signInProvider")))
        : null,
      session.ways.local ? passwordForm(portal) : null,
      session.ways.local || session.ways.openId ? null : notice("bad", say("signInNoWay"))
    )
  )
}
