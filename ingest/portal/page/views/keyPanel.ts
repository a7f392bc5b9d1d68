import { h, show } from "../dom.ts"
import { button, field, notice } from "../form.ts"
import { readKeyFile } from "../keyFile.ts"
import type { Portal } from "../Portal.ts"

/**
 * Asks for the partner's key file until it is here. `onKey` is told each time it is.
 * What is asked and what is answered take each other's place, and the focus goes along: it would be lost with what is taken away.
 */
export const keyPanel = (portal: Portal, onKey: () => void): HTMLElement => {
  const { say } = portal
  const panel = h("section", { class: "key", "aria-labelledby": "key-title" })
  const draw = (bad: boolean, focus: boolean) => {
    const input = h("input", {
      type: "file",
      accept: ".key,.txt,.json,text/plain,application/json",
      on: { change: () => void read(input.files?.[0]) }
    })
    show(
      panel,
      h("h2", { id: "key-title" }, say("keyTitle")),
      portal.key === undefined
        ? [h("p", {}, say("keyWhy")), field(say("keyChoose"), input), bad ? notice("bad", say("keyBad")) : null]
        : h(
            "p",
            { class: "kept" },
            say("keyLoaded"),
            " ",
            button(say("keyChange"), () => {
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
    portal.announce(say("keyLoaded"))
    onKey()
  }
  draw(false, false)
  return panel
}
