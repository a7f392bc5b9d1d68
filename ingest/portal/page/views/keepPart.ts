import { h, show } from "@corridor/page/browser/dom"
import { button, notice } from "@corridor/page/browser/form"
import { checkedBatches } from "../../../submit/check/CheckTable.ts"
import { keyCheckOf } from "../../../submit/check/keyCheck.ts"
import type { Checked } from "../Checked.ts"
import type { Portal } from "../Portal.ts"
import type { CheckedRecord } from "../queue/Queue.ts"
import { unlockForm } from "./unlockForm.ts"

/** Returns the record of a checked form, pseudonymised. */
const recordOf = async ({ opened, hasher, check }: Checked): Promise<CheckedRecord> => {
  for await (const batch of checkedBatches(opened, hasher))
    for (const { ready } of batch)
      if (ready !== undefined) return { ready, contentHash: check.contentHash, keyCheck: await keyCheckOf(hasher) }
  throw new Error("The record has an error")
}

/** Shows what keeps a checked record on this device: a button, or the form that unlocks the queue. */
export const keepPart = async (
  into: HTMLElement,
  portal: Portal,
  checked: Checked,
  kept: () => void
): Promise<void> => {
  const { t } = portal
  const record = await recordOf(checked)
  const unavailable = () => show(into, notice("bad", t("queueUnavailable")))
  const keep = () => void portal.queue?.add(record).then(kept, unavailable)
  const press = portal.queue === undefined ? unlockForm(portal, keep) : button(t("queueKeep"), keep, "main")
  try {
    show(into, h("h2", t("queueKeep")), h("p", t("queueKeepOffer")), await press)
  } catch {
    unavailable()
  }
  into.querySelector<HTMLElement>("input, button")?.focus()
}
