import { h, show } from "@corridor/page/browser/dom"
import { button, notice } from "@corridor/page/browser/form"
import type { Portal } from "../Portal.ts"
import { type Draft, isEmptyDraft } from "../queue/Draft.ts"
import { dropDraft, hasDraft, isPrepared } from "../queue/Queue.ts"
import { unlockForm } from "./unlockForm.ts"

/** Time without a key press after which the form is kept, in milliseconds. */
const pause = 300

/** The form whose entries are kept. */
interface DraftedForm {
  readonly entered: () => Draft
  readonly fill: (draft: Draft) => void
  readonly clear: () => void
}

/**
 * Keeps a half-filled form on a prepared device, over a reload and while it is locked, encrypted as the queue is. A form that was kept earlier is
 * offered first, and nothing replaces it before it is continued or discarded. Call it after each change, and when the form was sent or kept whole.
 */
export const draftPart = (portal: Portal, form: DraftedForm) => {
  const { t } = portal
  const element = h("div", { class: "draft" })
  let isOffered = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const unavailable = () => show(element, notice("bad", t("queueUnavailable")))
  const attempt = (work: () => Promise<void>) => void work().catch(unavailable)

  const resume = async () => {
    const draft = await portal.queue?.draft()
    isOffered = false
    if (draft !== undefined) form.fill(draft)
    await draw()
    element.querySelector<HTMLElement>("[tabindex]")?.focus()
  }

  const discard = async () => {
    clearTimeout(timer)
    await dropDraft()
    if (!isOffered) form.clear()
    isOffered = false
    await draw()
  }

  /** What was entered while the device was locked is not replaced by what was kept earlier. */
  const unlocked = async () => {
    if (isOffered) return isEmptyDraft(form.entered()) ? resume() : draw()
    await keep()
    await draw()
  }

  const draw = async () => {
    if (!(await isPrepared())) return show(element)
    isOffered ||= timer === undefined && (await hasDraft()) && isEmptyDraft(form.entered())
    const isLocked = portal.queue === undefined
    const said = isOffered
      ? notice("plain", t("draftFound"))
      : h("p", { class: "hint", tabindex: "-1" }, t(isLocked ? "draftLocked" : "draftKept"))
    const unlocking = isLocked ? await unlockForm(portal, () => attempt(unlocked)) : null
    show(
      element,
      said,
      unlocking === null ? null : h("details", { open: isOffered }, h("summary", t("queueUnlock")), unlocking),
      isOffered && !isLocked ? button(t("draftContinue"), () => attempt(resume)) : null,
      isOffered || !isLocked ? button(t("draftDiscard"), () => attempt(discard)) : null
    )
  }

  const keep = async () => {
    const draft = form.entered()
    await (isEmptyDraft(draft) ? dropDraft() : portal.queue?.keepDraft(draft))
  }

  attempt(draw)
  return {
    element,
    /** The form was changed. */
    changed: () => {
      if (portal.queue === undefined || isOffered) return
      clearTimeout(timer)
      timer = setTimeout(() => attempt(keep), pause)
    },
    /** The form is complete, and the page asks to keep it as a record: a second form that unlocks the device would confuse. */
    complete: () => show(element),
    /** The form was sent, or is kept as a record. */
    done: () => {
      clearTimeout(timer)
      timer = undefined
      attempt(async () => {
        if (!isOffered && (await isPrepared())) await dropDraft()
        await draw()
      })
    }
  }
}
