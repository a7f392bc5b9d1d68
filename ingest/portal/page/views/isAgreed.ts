import { show } from "@corridor/page/browser/dom"
import { notice } from "@corridor/page/browser/form"

/** Returns whether the box is checked. If it is not, asks for that in `into` until it is, and moves the focus to the box. */
export const isAgreed = (box: HTMLInputElement, into: HTMLElement, words: string): boolean => {
  if (box.checked) return true
  const asked = notice("bad", words)
  show(into, asked)
  box.addEventListener("change", () => asked.remove(), { once: true })
  box.focus()
  return false
}
