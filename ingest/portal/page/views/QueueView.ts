import { h, show } from "@corridor/page/browser/dom"
import { button, checkbox, notice } from "@corridor/page/browser/form"
import type { Portal } from "../Portal.ts"
import { isPrepared } from "../queue/Queue.ts"
import { countRecords, removeQueue } from "../queue/QueueStore.ts"
import { isAgreed } from "./isAgreed.ts"
import { keyPanel } from "./keyPanel.ts"
import { queueTable } from "./queueTable.ts"
import { unlockForm } from "./unlockForm.ts"

/** Deletes everything that this device keeps, also when the passphrase is lost. */
const deletePart = ({ t }: Portal, kept: number, deleted: () => void): HTMLElement => {
  const agree = checkbox(t("queueDeleteAgree", { n: kept }))
  const result = h("div")
  const press = async () => {
    if (!isAgreed(agree.input, result, t("withdrawAgreeFirst"))) return
    await removeQueue()
    deleted()
  }
  return h(
    "details",
    h("summary", t("queueDeleteAll")),
    agree.element,
    button(t("queueDeleteAll"), () => void press()),
    result
  )
}

/** Shows the queue of this device: how many records it keeps, and when it is unlocked, since when and what became of them. Never their values. */
export const queueView = (into: HTMLElement, portal: Portal): void => {
  const { t } = portal
  const below = h("div")

  /** The element with the focus is replaced, so the focus moves to what is new. */
  const drawAgain = async () => {
    await draw()
    below.querySelector<HTMLElement>(".counts")?.focus()
  }

  const draw = async () => {
    const kept = await countRecords()
    const isLocked = portal.queue === undefined
    show(
      below,
      h("p", { class: "counts", tabindex: "-1" }, kept === 0 ? t("queueEmpty") : t("queueCount", { n: kept })),
      isLocked
        ? [keyPanel(portal, () => {}), await unlockForm(portal, () => void drawAgain())]
        : queueTable(portal, drawAgain),
      isLocked ? null : button(t("queueLock"), () => portal.restart()),
      (await isPrepared()) ? deletePart(portal, kept, () => portal.restart()) : null
    )
  }

  show(into, h("h1", t("queueTitle")), h("p", t("queueIntro")), below, h("p", { class: "hint" }, t("queueInstall")))
  draw().catch(() => show(below, notice("bad", t("queueUnavailable"))))
}
