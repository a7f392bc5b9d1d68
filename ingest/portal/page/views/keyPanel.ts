import { download, h, show } from "@corridor/page/browser/dom"
import { button, field, notice } from "@corridor/page/browser/form"
import { announce } from "@corridor/page/browser/frame"
import type { WordKey } from "../../words/Words.ts"
import { checkOfKey, makeKey, readKeyFile } from "../keyFile.ts"
import { type Portal, refusalText } from "../Portal.ts"

/**
 * Shows a field for the partner's key file, and calls `onKey` each time one is read. A partner without a registered key can make one here.
 *
 * The panel replaces its content and moves the focus to the new content.
 */
export const keyPanel = (portal: Portal, onKey: () => void): HTMLElement => {
  const { t, session } = portal
  const panel = h("section", { class: "key", "aria-labelledby": "key-title" })
  const registered = session.partner?.keyCheck ?? null

  const draw = (problem: string | undefined, focus: boolean) => {
    const input = h("input", {
      type: "file",
      accept: ".key,.txt,.json,text/plain,application/json",
      on: { change: () => void read(input.files?.[0]) }
    })
    show(
      panel,
      h("h2", { id: "key-title" }, t("keyTitle")),
      portal.key === undefined
        ? [
            h("p", t("keyWhy")),
            field(t("keyChoose"), input),
            session.partner !== null && registered === null
              ? h(
                  "p",
                  t("keyNone"),
                  " ",
                  button(t("keyMake"), () => void make())
                )
              : null,
            problem === undefined ? null : notice("bad", problem)
          ]
        : h(
            "p",
            { class: "kept" },
            t("keyLoaded"),
            " ",
            button(t("keyChange"), () => {
              portal.key = undefined
              draw(undefined, true)
            })
          )
    )
    if (focus) panel.querySelector<HTMLElement>("input, button")?.focus()
  }

  const use = (key: CryptoKey, words: WordKey) => {
    portal.key = key
    draw(undefined, true)
    announce(t(words))
    onKey()
  }

  const read = async (file: File | undefined) => {
    if (file === undefined) return
    const key = await readKeyFile(file)
    if (key === undefined) return draw(t("keyBad"), true)
    if (registered !== null && (await checkOfKey(key)) !== registered) return draw(t("keyOther"), true)
    use(key, "keyLoaded")
  }

  const make = async () => {
    const { key, text } = await makeKey()
    // Saved first: a key that is registered and then lost could not be replaced.
    download(`${session.partner?.id ?? "corridor"}.key`, [text], "text/plain")
    try {
      await portal.server.enrol(await checkOfKey(key))
      use(key, "keyMade")
    } catch (error) {
      draw(refusalText(portal, error), true)
    }
  }

  draw(undefined, false)
  return panel
}
