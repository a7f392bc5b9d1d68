/** The partner's own file: opened or made, and kept again with the tokens of linker and key holders. */
import { download, h, show } from "@corridor/page/browser/dom"
import { button, field, notice } from "@corridor/page/browser/form"
import { parties, type RoundPage, worker } from "./RoundPage.ts"
import type { Own } from "./roundWorker.ts"

/** Saves the partner's own file as a download. */
export const saveOwnFile = (partner: string, text: string) =>
  download(`linkage-${partner}.json`, [text], "application/json")

/** Returns the form. `onOwn` is called with the partner's id when its file is open. */
export const ownPart = ({ t, settle }: RoundPage, onOwn: (partner: string) => void): ReadonlyArray<HTMLElement> => {
  const own = h("div")
  const below = h("div", { class: "below" })

  const ownForm = () => {
    const id = h("input", { type: "text", autocomplete: "off", spellcheck: "false" })
    const chooser: HTMLInputElement = h("input", {
      type: "file",
      accept: ".json",
      on: {
        change: async () => {
          const text = await chooser.files?.[0]?.text()
          if (text !== undefined) await settle(below, worker.open({ text }), showOwn)
        }
      }
    })
    const make = () => void settle(below, worker.open({ partner: id.value.trim() }), showOwn)
    show(own, h("p", t("ownIntro")), field(t("ownOpen"), chooser), field(t("ownId"), id), button(t("ownMake"), make))
  }

  const showOwn = ({ partner, publicKey, connected }: Own) => {
    onOwn(partner)
    const tokens = parties.map(({ name, address }) => {
      const input = h("input", { type: "password", autocomplete: "off" })
      const hint = connected.includes(name) ? t("tokenThere") : undefined
      return { name, address, input, element: field(t("tokenOf", { party: name }), input, hint) }
    })
    const keep = async () => {
      const given = tokens.filter(({ input }) => input.value.trim() !== "")
      const changed = await worker.connect(
        Object.fromEntries(given.map(({ name, address, input }) => [name, { address, token: input.value.trim() }]))
      )
      saveOwnFile(partner, changed.text)
      showOwn(changed.own)
      show(below, notice("good", t("ownSaved")))
    }
    show(
      own,
      h("p", h("strong", t("ownOf", { partner }))),
      h("p", `${t("ownPublicKey")}: `, h("code", { class: "public-key" }, publicKey)),
      h("p", { class: "hint" }, t("ownPublicKeyHint")),
      tokens.map(({ element }) => element),
      button(t("ownSave"), () => void keep(), "main")
    )
    show(below)
  }

  ownForm()
  return [own, below]
}
