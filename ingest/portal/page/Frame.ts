/** What stands around each view: the way to the others, who is signed in, sign-out, language. */

import type { WordKey } from "../words/Words.ts"
import { h, show } from "./dom.ts"
import { notice } from "./form.ts"
import { languageChoice } from "./languageChoice.ts"
import type { Portal, View } from "./Portal.ts"
import { receiptsView } from "./views/ReceiptsView.ts"
import { recordView } from "./views/RecordView.ts"
import { sendView } from "./views/SendView.ts"
import { templatesView } from "./views/TemplatesView.ts"
import { withdrawView } from "./views/WithdrawView.ts"

/** Fills the element with the view. */
export type ShowView = (into: HTMLElement, portal: Portal) => void

const views: ReadonlyArray<{ readonly view: View; readonly name: WordKey; readonly show: ShowView }> = [
  { view: "send", name: "navSend", show: sendView },
  { view: "record", name: "navRecord", show: recordView },
  { view: "receipts", name: "navReceipts", show: receiptsView },
  { view: "withdraw", name: "navWithdraw", show: withdrawView },
  { view: "templates", name: "navTemplates", show: templatesView }
]

export const frame = (root: HTMLElement, portal: Portal): void => {
  const { say, session } = portal
  const content = h("main", { id: "content", tabindex: "-1" })
  const links = views.map(({ view, name }) => h("a", { href: `#${view}` }, say(name)))

  const open = (focus: boolean) => {
    const wanted = views.find(({ view }) => location.hash === `#${view}`) ?? (views[0] as (typeof views)[number])
    for (const [i, link] of links.entries())
      if (views[i] === wanted) link.setAttribute("aria-current", "page")
      else link.removeAttribute("aria-current")
    document.title = `${say(wanted.name)} – ${say("title")}`
    show(content)
    if (session.partner === null) content.append(notice("bad", say("notAPartner")))
    else wanted.show(content, portal)
    if (focus) content.focus()
  }

  const leave = () => {
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

  const who = session.partner === null ? (session.account ?? "") : session.partner.name
  show(
    root,
    h(
      "a",
      {
        class: "skip",
        href: "#content",
        on: {
          click: (event) => {
            event.preventDefault()
            content.focus()
          }
        }
      },
      say("skip")
    ),
    h(
      "header",
      {},
      h("p", { class: "name" }, say("title")),
      languageChoice(portal),
      h(
        "p",
        { class: "who" },
        h("span", {}, say("signedInAs", { name: who, account: session.account ?? "" })),
        h("button", { type: "button", class: "plain", on: { click: leave } }, say("signOut"))
      ),
      session.partner?.demonstration === true ? h("p", { class: "invented", role: "note" }, say("invented")) : null,
      h(
        "nav",
        { "aria-label": say("nav") },
        h(
          "ul",
          {},
          links.map((link) => h("li", {}, link))
        )
      )
    ),
    content
  )
  open(false)
}
