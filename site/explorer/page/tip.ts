import { h } from "@corridor/page/browser/dom"

const distance = 14

/**
 * Adds a box that shows a mark's words at the pointer, or at the mark if the keyboard is on it. Returns the function that shows and hides it.
 *
 * Screen readers have the same words as the mark's name, so the box is hidden from them.
 */
export const addTip = (frame: HTMLElement): ((mark?: SVGElement, words?: string) => void) => {
  const box = h("p", { class: "tip", "aria-hidden": "true", hidden: true })
  frame.append(box)
  let pointer: readonly [x: number, y: number] | undefined
  const place = (mark: SVGElement | undefined) => {
    const own = frame.getBoundingClientRect()
    const shape = mark?.getBoundingClientRect()
    const [x, y] = pointer ?? [
      (shape?.left ?? 0) + (shape?.width ?? 0) / 2,
      (shape?.top ?? 0) + Math.min(40, (shape?.height ?? 0) / 2)
    ]
    const { offsetWidth: wide, offsetHeight: tall } = box
    const left = Math.min(Math.max(0, x - own.left - wide / 2), Math.max(0, own.width - wide))
    const above = y - own.top - tall - distance
    box.style.left = `${left + frame.scrollLeft}px`
    box.style.top = `${above >= 0 ? above : y - own.top + distance}px`
  }
  frame.addEventListener("pointermove", (event) => {
    pointer = [event.clientX, event.clientY]
    if (!box.hidden) place(undefined)
  })
  frame.addEventListener("pointerleave", () => {
    pointer = undefined
  })
  return (mark, words) => {
    box.hidden = words === undefined
    box.textContent = words ?? ""
    // The keyboard decides where the pointer is not over the mark.
    if (mark !== undefined && !mark.matches(":hover")) pointer = undefined
    if (!box.hidden) place(mark)
  }
}
