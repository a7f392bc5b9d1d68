import type { Translate } from "@corridor/page/translator"
import type { Language } from "../../../schemas/Languages.ts"
import type { PortalClient, Session } from "../api/PortalClient.ts"
import { ServerRefused } from "../api/PortalClient.ts"
import type { WordKey } from "../words/Words.ts"
import type { Queue } from "./queue/Queue.ts"

export type View =
  | "send"
  | "record"
  | "queue"
  | "receipts"
  | "quality"
  | "linkage"
  | "withdraw"
  | "templates"
  | "review"
  | "accounts"

/** What all views of the portal share. */
export interface Portal {
  readonly server: PortalClient
  readonly language: Language
  readonly session: Session
  readonly t: Translate<WordKey>
  /** The partner's key. It is not extractable and exists only in the page's memory. */
  key: CryptoKey | undefined
  /** Records kept on this device; undefined while it is locked. */
  queue: Queue | undefined
  /** The server could not be reached when the page was opened. Nobody is signed in then. */
  readonly isOffline: boolean
  /** Rebuilds the page, for example after signing in or out. */
  readonly restart: (notice?: WordKey) => void
}

/** Returns the text for a refusal by the server. If the session has ended, shows the sign-in form. */
export const refusalText = (portal: Portal, error: unknown): string => {
  if (!(error instanceof ServerRefused)) throw error
  const { refusal } = error
  if (refusal.why === "too-many") return portal.t("tooMany", { n: refusal.seconds })
  if (refusal.why === "not-found") {
    portal.restart("sessionEnded")
    return portal.t("sessionEnded")
  }
  if (refusal.why === "offline") return portal.t("offline")
  if (refusal.why === "rows") return portal.t("sendingRefused")
  if (refusal.why === "other-key") return portal.t("keyOther")
  if (refusal.why === "out-of-step") return portal.t("sendingFailed")
  return portal.t("unavailable")
}
