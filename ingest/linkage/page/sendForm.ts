/** Sending: agreed to with a checkbox, with its progress. */
import { h, show } from "@corridor/page/browser/dom"
import { button, checkbox, notice } from "@corridor/page/browser/form"
import { proxy } from "comlink"
import { saveOwnFile } from "./ownPart.ts"
import { type RoundPage, worker } from "./RoundPage.ts"

/** Returns the form; its outcome is shown in `result`. */
export const sendForm = (
  { t, settle }: RoundPage,
  partner: () => string,
  result: Element
): ReadonlyArray<HTMLElement> => {
  const bar = h("progress", { "aria-label": t("sendTitle") })
  const words = h("p", {})
  const send = async () => {
    agree.input.disabled = true
    go.disabled = true
    show(result, h("div", { class: "notice plain" }, words, bar))
    const keep = proxy((text: string) => saveOwnFile(partner(), text))
    const onProgress = proxy((done: number, total: number) => {
      bar.max = total
      bar.value = done
      words.textContent = t("sending", { done, total })
    })
    await settle(result, worker.send(keep, onProgress), (n) => show(result, notice("good", t("sent", { n }))))
    agree.input.disabled = false
    go.disabled = !agree.input.checked
  }
  const go = button(t("sendGo"), () => void send(), "main")
  const agree = checkbox(t("sendAgree"), (checked) => {
    go.disabled = !checked
  })
  go.disabled = true
  return [agree.element, h("p", { class: "hint" }, t("sendKept")), go]
}
