/** Starts the portal: reads the session and shows the sign-in form or the views. */

import { show } from "@corridor/page/browser/dom"
import { failurePage } from "@corridor/page/browser/frame"
import { translator } from "@corridor/page/translator"
import { type Language, languages } from "../../submit/words/Languages.ts"
import { PortalClient, ServerRefused } from "../api/PortalClient.ts"
import { catalogues } from "../words/catalogues.ts"
import type { WordKey } from "../words/Words.ts"
import { frame } from "./Frame.ts"
import type { Portal } from "./Portal.ts"
import { signInView } from "./views/SignInView.ts"

const root = document.getElementById("portal") as HTMLElement
const server = new PortalClient()

const language = languages.find((one) => one === document.documentElement.lang) ?? ("en" satisfies Language)
const t = translator(language, catalogues[language])

/** Rebuilding the page removes the focused element, so the focus moves to the content. */
const restart = async (notice?: WordKey): Promise<void> => {
  await start(notice)
  document.getElementById("content")?.focus()
}

const start = async (notice?: WordKey): Promise<void> => {
  try {
    const session = await server.session()
    const portal: Portal = { server, language, session, t, key: undefined, restart: (next) => void restart(next) }
    document.title = t("title")
    if (session.account === null) signInView(root, portal, notice)
    else frame(root, portal)
  } catch (error) {
    if (!(error instanceof ServerRefused)) throw error
    show(
      root,
      failurePage(t("title"), t("offline"), t("refresh"), () => void restart())
    )
  }
}

void start(new URLSearchParams(location.search).get("sign-in") === "failed" ? "signInFailedAtProvider" : undefined)
