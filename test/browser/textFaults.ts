/**
 * Finds text that cannot be read where it is: text that overlaps other text or a control, is cut off, or leaves its box or the page.
 *
 * Positions are those that the browser painted. Text in a part that scrolls is measured where it is seen.
 */
import type { Page } from "playwright-core"

export interface TextFault {
  readonly kind: "overlaps" | "is cut off" | "leaves its box" | "leaves the page"
  readonly text: string
  readonly other: string
}

/** Runs in the page. It has no imports, and refers to nothing outside it. */
const script = `(() => {
  const faults = []
  const slack = 1.5
  const shown = (text) => text.replace(/\\s+/g, " ").trim().slice(0, 60)
  const styles = new Map()
  const styleOf = (one) => styles.get(one) ?? (styles.set(one, getComputedStyle(one)), styles.get(one))
  // Heads of a stacked table are for screen readers only.
  const isClipped = (one) => one !== null && (styleOf(one).clipPath === "inset(50%)" || isClipped(one.parentElement))
  const isUnseen = (one) => !one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || one.closest(".unseen, .skip:not(:focus), noscript, title, desc") !== null || isClipped(one)
  // Quadrilaterals, because names may lean.
  const quadOf = ({ left, top, right, bottom }) => [[left, top], [right, top], [right, bottom], [left, bottom]]
  const boundsOf = (quad) => ({
    left: Math.min(...quad.map(([x]) => x)), right: Math.max(...quad.map(([x]) => x)),
    top: Math.min(...quad.map(([, y]) => y)), bottom: Math.max(...quad.map(([, y]) => y))
  })
  // The height of letters, not of the line: lines may be closer than their ascent and descent.
  const ofLetters = (rect) => {
    const cut = (rect.bottom - rect.top) * 0.2
    return { left: rect.left, right: rect.right, top: rect.top + cut, bottom: rect.bottom - cut }
  }
  // How deep two convex shapes reach into each other: 0 or less if some line separates them.
  const depthOf = (a, b) => {
    let least = Infinity
    for (const quad of [a, b])
      for (let i = 0; i < quad.length; i++) {
        const [[ax, ay], [bx, by]] = [quad[i], quad[(i + 1) % quad.length]]
        const length = Math.hypot(bx - ax, by - ay)
        if (length < 1e-6) continue
        const [nx, ny] = [(by - ay) / length, (ax - bx) / length]
        const span = (own) => { const d = own.map(([x, y]) => x * nx + y * ny); return [Math.min(...d), Math.max(...d)] }
        const [[a0, a1], [b0, b1]] = [span(a), span(b)]
        least = Math.min(least, Math.min(a1, b1) - Math.max(a0, b0))
      }
    return least
  }
  const clipsOf = (one, isControl) => {
    const clips = []
    for (let at = isControl ? one.parentElement : one; at !== null && at !== document.documentElement; at = at.parentElement) {
      const { overflowX, overflowY } = styleOf(at)
      if (overflowX === "visible" && overflowY === "visible") continue
      if (at === document.body) continue
      const isScrolling = [overflowX, overflowY].some((value) => value === "auto" || value === "scroll")
      clips.push({ rect: at.getBoundingClientRect(), isScrolling, isPicture: at instanceof SVGSVGElement })
    }
    return clips
  }
  const found = []
  const add = (element, text, quad, isControl) => {
    const bounds = boundsOf(quad)
    if (bounds.right - bounds.left < 1 || bounds.bottom - bounds.top < 1) return
    let isSeen = true
    let scrolls = false
    for (const { rect, isScrolling } of clipsOf(element, isControl)) {
      scrolls ||= isScrolling
      const isInside = bounds.left >= rect.left - slack && bounds.right <= rect.right + slack && bounds.top >= rect.top - slack && bounds.bottom <= rect.bottom + slack
      if (isInside) continue
      if (isScrolling) { isSeen = false; continue }
      // What is outside the seen part of a scrolling element is reached by scrolling.
      if (isSeen) faults.push({ kind: "is cut off", text: shown(text), other: "" })
    }
    if (!scrolls && (bounds.left < -slack || bounds.right > document.documentElement.clientWidth + slack)) faults.push({ kind: "leaves the page", text: shown(text), other: "" })
    if (isSeen) found.push({ element, text: shown(text), quad, bounds, isControl })
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (node.data.trim() === "" || element === null || ["SCRIPT", "STYLE", "OPTION"].includes(element.tagName) || isUnseen(element)) continue
    if (element instanceof SVGElement) continue
    range.selectNodeContents(node)
    const box = element.closest("td, th, p, li, button, summary, caption, dt, dd, h1, h2, h3, figcaption, pre, a.button") ?? element
    const limit = box.getBoundingClientRect()
    const isInline = styleOf(box).display === "inline"
    for (const rect of range.getClientRects()) {
      if (rect.width < 1) continue
      if (!isInline && (rect.left < limit.left - slack || rect.right > limit.right + slack || rect.bottom > limit.bottom + slack + rect.height * 0.25 || rect.top < limit.top - slack - rect.height * 0.25))
        faults.push({ kind: "leaves its box", text: shown(node.data), other: box.tagName.toLowerCase() })
      add(element, node.data, quadOf(ofLetters(rect)), false)
    }
  }
  for (const text of document.querySelectorAll("svg text")) {
    if (text.textContent.trim() === "" || isUnseen(text)) continue
    const { x, y, width, height } = text.getBBox()
    const matrix = text.getScreenCTM()
    const inPage = ([px, py]) => [matrix.a * px + matrix.c * py + matrix.e, matrix.b * px + matrix.d * py + matrix.f]
    const rect = ofLetters({ left: x, right: x + width, top: y, bottom: y + height })
    const quad = quadOf(rect).map(inPage)
    const picture = text.ownerSVGElement.getBoundingClientRect()
    const bounds = boundsOf(quad)
    if (bounds.left < picture.left - slack || bounds.right > picture.right + slack || bounds.top < picture.top - slack || bounds.bottom > picture.bottom + slack)
      faults.push({ kind: "is cut off", text: shown(text.textContent), other: "picture " + (text.ownerSVGElement.dataset.picture ?? "") })
    add(text, text.textContent, quad, false)
  }
  for (const control of document.querySelectorAll("button, select, input:not([type=hidden])")) {
    if (isUnseen(control)) continue
    add(control, control.getAttribute("aria-label") ?? control.value ?? control.textContent, quadOf(control.getBoundingClientRect()), true)
    if (control.tagName !== "SELECT") continue
    // A closed list shows its choice: the browser cuts it off without a trace. That is enough where a heading has it in full.
    const style = styleOf(control)
    const canvas = document.createElement("canvas").getContext("2d")
    canvas.font = style.fontWeight + " " + style.fontSize + " " + style.fontFamily
    const text = control.selectedOptions[0]?.textContent ?? ""
    const room = control.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    const isTitled = Array.from(document.querySelectorAll("h1, h2, caption"), (title) => title.textContent).some((title) => title.includes(text))
    if (!isTitled && canvas.measureText(text).width > room + slack) faults.push({ kind: "is cut off", text: shown(text), other: "choice" })
  }
  found.sort((a, b) => a.bounds.left - b.bounds.left)
  for (let i = 0; i < found.length; i++)
    for (let j = i + 1; j < found.length && found[j].bounds.left < found[i].bounds.right; j++) {
      const [a, b] = [found[i], found[j]]
      if (a.bounds.top >= b.bounds.bottom || b.bounds.top >= a.bounds.bottom) continue
      // A control contains its own text.
      if (a.element === b.element || (a.isControl && a.element.contains(b.element)) || (b.isControl && b.element.contains(a.element))) continue
      if (depthOf(a.quad, b.quad) > slack) faults.push({ kind: "overlaps", text: a.text, other: b.text })
    }
  return faults
})()`

export const textFaults = (page: Page): Promise<ReadonlyArray<TextFault>> =>
  page.evaluate(script) as Promise<ReadonlyArray<TextFault>>
