import { h, show } from "@corridor/page/browser/dom"
import { button, field, notice } from "@corridor/page/browser/form"
import { announce } from "@corridor/page/browser/frame"
import { readKeyFile } from "../keyFile.ts"
import type { Portal } from "../Portal.ts"

/**
 * Shows a field for the partner's key file, and calls `onKey` each time one is read.
 *
 * The panel replaces its content and moves the focus to the new content.
 */
export const keyPanel = (portal: Portal, onKey: () => void): HTMLElement => {
  const { t } = portal
  const panel = h("section", { class: "key", "aria-labelledby": "key-title" })
  const draw = (isInvalid: boolean, focus: boolean) => {
    const input = h("input", {
      type: "file",
      accept: ".key,.txt,.json,text/plain,application/json",
      on: { change: () => void read(input.files?.[0]) }
    })
    show(
      panel,
      h("h2", { id: "key-title" }, t("keyTitle")),
      portal.key === undefined
        ? [h("p", {}, t("keyWhy")), field(t("keyChoose"), input), isInvalid ? notice("bad", t("keyBad")) : null]
        : h(
            "p",
            { class: "kept" },
            t("keyLoaded"),
            " ",
            button(t("keyChange"), () => {
              portal.key = undefined
              draw(false, true)
            })
          )
    )
    if (focus) panel.querySelector<HTMLElement>("input, button")?.focus()
  }
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    portal.key = await readKeyFile(file)
    draw(portal.key === undefined, true)
    if (portal.key === undefined) return
    announce(t("keyLoaded"))
    onKey()
  }
  draw(false, false)
  return panel
}
