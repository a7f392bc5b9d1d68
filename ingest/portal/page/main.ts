/** The page: who is signed in, which view is shown, in which language. */

import { type Language, languages } from "../../submit/words/Languages.ts"
import { fill, type WordKey } from "../words/Words.ts"
import { h, show } from "./dom.ts"
import { frame } from "./Frame.ts"
import type { Portal } from "./Portal.ts"
import { Server, ServerRefused } from "./Server.ts"
import { signInView } from "./views/SignInView.ts"

const root = document.getElementById("portal") as HTMLElement
const said = document.getElementById("said") as HTMLElement
const server = new Server()

const language = languages.find((one) => one === document.documentElement.lang) ?? ("en" satisfies Language)
const say: Portal["say"] = (key, values) => fill(language, key, values)

/** Emptied first, so that the same words are said again. */
const announce = (text: string) => {
  said.textContent = ""
  setTimeout(() => {
    said.textContent = text
  }, 50)
}

/** Made anew, the page has taken away what had the focus: it goes on at the content. */
const restart = async (notice?: WordKey): Promise<void> => {
  await start(notice)
  document.getElementById("content")?.focus()
}

const start = async (notice?: WordKey): Promise<void> => {
  try {
    const session = await server.session()
    const portal: Portal = {
      server,
      language,
      session,
      say,
      announce,
      key: undefined,
      restart: (next) => void restart(next)
    }
    document.title = say("title")
    if (session.account === null) signInView(root, portal, notice)
    else frame(root, portal)
  } catch (error) {
    if (!(error instanceof ServerRefused)) throw error
    const again = h("button", { type: "button", on: { click: () => void restart() } }, say("refresh"))
    show(
      root,
      h(
        "main",
        { id: "content", tabindex: "-1" },
        h("h1", {}, say("title")),
        h("p", { role: "alert" }, say("offline")),
        again
      )
    )
  }
}

void start(new URLSearchParams(location.search).get("sign-in") === "failed" ? "signInFailedAtProvider" : undefined)
