import { h, show } from "@corridor/page/browser/dom"
import { field, notice, onSubmit, setFieldError } from "@corridor/page/browser/form"
import type { Portal } from "../Portal.ts"
import { isPrepared, prepareQueue, unlockQueue } from "../queue/Queue.ts"
import { minPassphrase } from "../queue/QueueKey.ts"

/** Browsers are asked not to store what is typed. */
const passphraseInput = (name: string) =>
  h("input", { type: "password", id: name, autocomplete: "off", required: true })

/**
 * Asks for the passphrase of the queue on this device, or for a new one if it has none, and sets `portal.queue`. It needs the partner's key,
 * and the first time also a signed-in partner.
 */
export const unlockForm = async (portal: Portal, onUnlocked: () => void): Promise<HTMLElement> => {
  const { t, session } = portal
  const prepared = await isPrepared()
  if (!prepared && session.partner === null) return notice("bad", t("queueNotPrepared"))
  const first = passphraseInput("passphrase")
  const second = prepared ? undefined : passphraseInput("passphrase-again")
  const result = h("div")
  const submit = h("button", { type: "submit", class: "main" }, t(prepared ? "queueUnlock" : "queuePrepare"))

  const open = async (key: CryptoKey) => {
    if (prepared) return unlockQueue(key, first.value)
    // The browser may then keep the queue even if storage runs short.
    await navigator.storage?.persist?.()
    return prepareQueue(session.partner?.id as string, key, first.value)
  }

  const press = async () => {
    if (portal.key === undefined) return show(result, notice("bad", t("keyFirst")))
    const isShort = !prepared && first.value.length < minPassphrase
    const differs = second !== undefined && second.value !== first.value
    setFieldError(first, isShort ? t("queuePassphraseShort", { n: minPassphrase }) : undefined)
    if (second !== undefined) setFieldError(second, differs ? t("queuePassphraseDiffers") : undefined)
    if (isShort) return first.focus()
    if (differs) return second?.focus()
    submit.disabled = true
    try {
      portal.queue = await open(portal.key)
    } catch {
      return show(result, notice("bad", t("queueUnavailable")))
    } finally {
      submit.disabled = false
    }
    if (portal.queue !== undefined) return onUnlocked()
    show(result, notice("bad", t("queueWrong")))
    first.focus()
  }

  return h(
    "form",
    {
      class: "unlock",
      on: onSubmit(press)
    },
    field(
      t("queuePassphrase"),
      first,
      t(prepared ? "queuePassphraseHint" : "queuePassphraseNew", { n: minPassphrase })
    ),
    second === undefined ? null : field(t("queuePassphraseAgain"), second),
    result,
    submit
  )
}
