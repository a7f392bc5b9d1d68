/** Starts the portal: reads the session and shows the sign-in form or the views. Without a network it shows what a prepared device can do. */

import { show } from "@corridor/page/browser/dom"
import { failurePage } from "@corridor/page/browser/frame"
import { translator } from "@corridor/page/translator"
import { type Language, languages } from "../../../schemas/Languages.ts"
import { PortalClient, ServerRefused, type Session } from "../api/PortalClient.ts"
import { catalogues } from "../words/catalogues.ts"
import type { WordKey } from "../words/Words.ts"
import { frame } from "./Frame.ts"
import type { Portal } from "./Portal.ts"
import { isPrepared } from "./queue/Queue.ts"
import { startWorker } from "./startWorker.ts"
import { signInView } from "./views/SignInView.ts"
import { whenIdle } from "./whenIdle.ts"

const root = document.getElementById("portal") as HTMLElement
const server = new PortalClient()

const language = languages.find((one) => one === document.documentElement.lang) ?? ("en" satisfies Language)
const t = translator(language, catalogues[language])

let portal: Portal | undefined

/** Empties and locks the page at once, and shows it again as soon as the server answers. The focused element is removed, so the focus moves to the content. */
const restart = async (notice?: WordKey): Promise<void> => {
  if (portal !== undefined) {
    portal.key = undefined
    portal.queue = undefined
  }
  show(root)
  await start(notice)
  document.getElementById("content")?.focus()
}

const nobody: Session = {
  account: null,
  role: null,
  may: [],
  partner: null,
  csrf: null,
  idleSeconds: 0,
  ways: { local: false, openId: false }
}

/** Returns the session. Undefined if the server cannot be reached and this device is prepared to work without it. */
const sessionOrOffline = async (): Promise<Session | undefined> => {
  try {
    return await server.session()
  } catch (error) {
    if (error instanceof ServerRefused && (await isPrepared().catch(() => false))) return undefined
    throw error
  }
}

const start = async (notice?: WordKey): Promise<void> => {
  try {
    const session = await sessionOrOffline()
    portal = {
      server,
      language,
      session: session ?? nobody,
      isOffline: session === undefined,
      t,
      key: undefined,
      queue: undefined,
      restart: (next) => void restart(next)
    }
    document.title = t("title")
    if (session?.account === null) signInView(root, portal, notice)
    else frame(root, portal, notice)
  } catch (error) {
    if (!(error instanceof ServerRefused)) throw error
    show(
      root,
      failurePage(t("title"), t("offline"), t("refresh"), () => void restart())
    )
  }
}

// Without a server, no session can end and remove the key.
whenIdle(() => {
  if (portal !== undefined && (portal.queue !== undefined || (portal.isOffline && portal.key !== undefined)))
    void restart("queueLocked")
})
void startWorker()
void start(new URLSearchParams(location.search).get("sign-in") === "failed" ? "signInFailedAtProvider" : undefined)
