import { h, show } from "@corridor/page/browser/dom"
import { button, checkbox, field, notice, onSubmit, setFieldError } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import { type PartnerRole, partnerRoles } from "../../../../ports/identity/Principal.ts"
import type { AccountAnswer, CodeAnswer } from "../../api/AccountApi.ts"
import { accountName } from "../../api/limits.ts"
import { ServerRefused } from "../../api/PortalClient.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { formatTime } from "./formatTime.ts"
import { loadedPart } from "./loadedPart.ts"

/** Checkboxes of what an account may do. */
const roleBoxes = ({ t }: Portal, chosen: ReadonlyArray<PartnerRole>) => {
  const boxes = partnerRoles.map((role) => ({ role, ...checkbox(t(`may_${role}`)) }))
  for (const { role, input } of boxes) input.checked = chosen.includes(role)
  return {
    element: h(
      "div",
      boxes.map(({ element }) => element)
    ),
    chosen: () => boxes.filter(({ input }) => input.checked).map(({ role }) => role)
  }
}

/** Carries out a change, lists the accounts again, and shows what the change returns. */
type Attempt = (change: () => Promise<HTMLElement>) => Promise<void>

const codeNotice = ({ t, language }: Portal, { account, code, expiresAt }: CodeAnswer): HTMLElement =>
  notice(
    "plain",
    h("p", t("accountCode", { account, until: formatTime(language, expiresAt) })),
    h("p", h("code", { class: "secret" }, code))
  )

/** Returns the cells of an account's row. */
const accountCells = (portal: Portal, attempt: Attempt, { account, roles, since }: AccountAnswer) => {
  const { t, language, server, session } = portal
  const boxes = roleBoxes(portal, roles)
  const save = () =>
    attempt(async () => {
      await server.changeAccount(account, boxes.chosen())
      return notice("good", t("accountChanged", { account }))
    })
  const again = () => attempt(async () => codeNotice(portal, await server.inviteAgain(account)))
  const removeButton = button(t("accountRemove"), () => {
    if (removeButton.dataset["asked"] === "true")
      return void attempt(async () => {
        await server.removeAccount(account)
        return notice("good", t("accountRemoved", { account }))
      })
    removeButton.dataset["asked"] = "true"
    removeButton.textContent = t("accountRemoveSure", { account })
  })
  return [
    h("span", account, account === session.account ? ` (${t("accountYou")})` : ""),
    boxes.element,
    formatTime(language, since),
    h(
      "p",
      { class: "actions" },
      button(t("accountSave"), () => void save()),
      button(t("accountAgain"), () => void again()),
      removeButton
    )
  ]
}

/** Returns the form that invites a new account. */
const inviteForm = (portal: Portal, attempt: Attempt): HTMLElement => {
  const { t, server, session } = portal
  const name = h("input", { id: "account-name", autocomplete: "off", autocapitalize: "none", maxlength: 20 })
  const boxes = roleBoxes(portal, ["enter"])
  const invite = () => {
    const isName = accountName.test(name.value)
    setFieldError(name, isName ? undefined : t("accountNameHint"))
    if (!isName) return name.focus()
    void attempt(async () => {
      const made = await server.inviteAccount(name.value, boxes.chosen())
      name.value = ""
      return codeNotice(portal, made)
    })
  }
  return h(
    "form",
    { on: onSubmit(invite) },
    h("h2", t("accountInviteTitle")),
    field(t("accountName", { partner: session.partner?.id ?? "" }), name, t("accountNameHint")),
    h("fieldset", h("legend", t("accountMay")), boxes.element),
    h("button", { type: "submit", class: "main" }, t("accountInvite"))
  )
}

/** The partner's accounts, which its managers invite, change and remove. */
export const accountsView = (into: HTMLElement, portal: Portal): void => {
  const { t, server } = portal
  const result = h("div")

  const textOf = (error: unknown) => {
    const why = error instanceof ServerRefused ? error.refusal.why : undefined
    if (why === "last-manager") return t("accountLastManager")
    return why === "name-taken" ? t("accountNameTaken") : refusalText(portal, error)
  }

  const list = loadedPart(
    portal,
    async () => {
      const accounts = await server.accounts()
      const heads = [t("account"), t("accountMay"), t("accountSince"), t("accountActions")]
      return stackingTable(
        t("accountsTitle"),
        heads,
        accounts.map((one) => accountCells(portal, attempt, one))
      )
    },
    textOf
  )

  const attempt: Attempt = async (change) => {
    try {
      const done = await change()
      await list.load()
      show(result, done)
    } catch (error) {
      show(result, notice("bad", textOf(error)))
    }
  }

  show(into, h("h1", t("accountsTitle")), h("p", t("accountsIntro")), list.element, result, inviteForm(portal, attempt))
  void list.load()
}
