/** What all views of the page share. */

import type { Language } from "../../submit/words/Languages.ts"
import type { Values, WordKey } from "../words/Words.ts"
import type { Server, Session } from "./Server.ts"
import { ServerRefused } from "./Server.ts"

export type View = "send" | "record" | "receipts" | "withdraw" | "templates"

export interface Portal {
  readonly server: Server
  readonly language: Language
  readonly session: Session
  readonly say: (key: WordKey, values?: Values) => string
  /** Told to whoever does not see the page change. */
  readonly announce: (text: string) => void
  /** The partner's key, in this page's memory alone and not to be taken out of it. */
  key: CryptoKey | undefined
  /** Makes the page anew, as after signing in or out. */
  readonly restart: (notice?: WordKey) => void
}

/** The words for what the server refused; a session that has ended goes back to signing in. */
export const refusalWords = (portal: Portal, error: unknown): string => {
  if (!(error instanceof ServerRefused)) throw error
  const { refusal } = error
  if (refusal.why === "too-many") return portal.say("tooMany", { n: refusal.seconds })
  if (refusal.why === "not-found") {
    portal.restart("sessionEnded")
    return portal.say("sessionEnded")
  }
  if (refusal.why === "offline") return portal.say("offline")
  if (refusal.why === "rows") return portal.say("sendingRefused")
  if (refusal.why === "out-of-step") return portal.say("sendingFailed")
  return portal.say("unavailable")
}
