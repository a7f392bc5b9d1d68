import { h, show } from "@corridor/page/browser/dom"
import { button, notice } from "@corridor/page/browser/form"
import { navigation, showCurrentLink, skipLink } from "@corridor/page/browser/frame"
import type { PartnerRole } from "../../../ports/identity/Principal.ts"
import type { WordKey } from "../words/Words.ts"
import type { Portal, View } from "./Portal.ts"
import { portalLanguage } from "./portalLanguage.ts"
import { accountsView } from "./views/AccountsView.ts"
import { linkageView } from "./views/LinkageView.ts"
import { qualityView } from "./views/QualityView.ts"
import { queueView } from "./views/QueueView.ts"
import { receiptsView } from "./views/ReceiptsView.ts"
import { recordView } from "./views/RecordView.ts"
import { reviewView } from "./views/ReviewView.ts"
import { sendView } from "./views/SendView.ts"
import { templatesView } from "./views/TemplatesView.ts"
import { withdrawView } from "./views/WithdrawView.ts"

/** Fills the element with the view. */
type ShowView = (into: HTMLElement, portal: Portal) => void

interface ViewEntry {
  readonly view: View
  readonly name: WordKey
  readonly show: ShowView
  /** Who sees it; everyone if absent. The server decides each request by `api/operations.ts`. */
  readonly role?: PartnerRole
  /** Whether it works without a network, when nobody is signed in. */
  readonly offline?: true
}

const allViews: ReadonlyArray<ViewEntry> = [
  { view: "send", name: "navSend", show: sendView, role: "enter" },
  { view: "record", name: "navRecord", show: recordView, role: "enter", offline: true },
  { view: "queue", name: "navQueue", show: queueView, role: "enter", offline: true },
  { view: "review", name: "navReview", show: reviewView },
  { view: "receipts", name: "navReceipts", show: receiptsView },
  { view: "quality", name: "navQuality", show: qualityView },
  { view: "linkage", name: "navLinkage", show: linkageView },
  { view: "withdraw", name: "navWithdraw", show: withdrawView, role: "enter" },
  { view: "templates", name: "navTemplates", show: templatesView },
  { view: "accounts", name: "navAccounts", show: accountsView, role: "manage" }
]

/** Shows the header and the view that the address names, and follows changes of the address. */
export const frame = (root: HTMLElement, portal: Portal, reason?: WordKey): void => {
  const { t, session, isOffline } = portal
  const views = allViews.filter(({ offline, role }) =>
    isOffline ? offline : role === undefined || session.may.includes(role)
  )
  const content = h("main", { id: "content", tabindex: "-1" })
  // With the page's own address: a link that only names a place in the page, and is scrolled out of sight, is taken for a link that skips content.
  const links = views.map(({ view, name }) =>
    h("a", { href: `${location.pathname}${location.search}#${view}` }, t(name))
  )
  const menu = navigation(t("nav"), links)

  const open = (focus: boolean) => {
    const current = views.find(({ view }) => location.hash === `#${view}`) ?? (views[0] as ViewEntry)
    for (const [i, link] of links.entries())
      if (views[i] === current) link.setAttribute("aria-current", "page")
      else link.removeAttribute("aria-current")
    showCurrentLink(menu)
    document.title = `${t(current.name)} – ${t("title")}`
    show(content)
    if (session.partner === null && !isOffline) content.append(notice("bad", t("notAPartner")))
    else current.show(content, portal)
    if (focus) content.focus()
  }

  const signOut = () => {
    removeEventListener("hashchange", changed)
    portal.key = undefined
    portal.server.signOut().then(
      () => portal.restart(),
      () => portal.restart()
    )
  }
  const changed = () => {
    if (content.isConnected) open(true)
    else removeEventListener("hashchange", changed)
  }
  addEventListener("hashchange", changed)

  const name = session.partner === null ? (session.account ?? "") : session.partner.name
  show(
    root,
    skipLink(t("skip")),
    h(
      "header",
      h("p", { class: "name" }, t("title")),
      portalLanguage(portal),
      h(
        "p",
        { class: "who" },
        isOffline
          ? [h("span", t("queueOffline")), button(t("queueOnline"), () => portal.restart())]
          : [h("span", t("signedInAs", { name, account: session.account ?? "" })), button(t("signOut"), signOut)]
      ),
      session.partner?.demonstration === true ? h("p", { class: "invented", role: "note" }, t("invented")) : null,
      menu
    ),
    content
  )
  open(false)
  if (reason !== undefined) content.prepend(notice("plain", t(reason)))
}
