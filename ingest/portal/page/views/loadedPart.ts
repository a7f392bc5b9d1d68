import { type Child, h, show } from "@corridor/page/browser/dom"
import { notice } from "@corridor/page/browser/form"
import { type Portal, refusalText } from "../Portal.ts"

/** A part of a view whose content the server has. */
export interface LoadedPart {
  readonly element: HTMLElement
  /** Requests the content, also again. Until it comes the part says so, or shows what it had. A refusal is shown in its place. */
  readonly load: () => Promise<void>
}

/** Returns a part whose content is requested. `textOf`: the text for a refusal. */
export const loadedPart = (
  portal: Portal,
  request: () => Promise<Child>,
  textOf = (error: unknown): string => refusalText(portal, error)
): LoadedPart => {
  const element = h("div", h("p", { class: "hint" }, portal.t("loading")))
  const load = async () => {
    element.setAttribute("aria-busy", "true")
    try {
      show(element, await request())
    } catch (error) {
      show(element, notice("bad", textOf(error)))
    }
    element.removeAttribute("aria-busy")
  }
  return { element, load }
}
