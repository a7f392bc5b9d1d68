/** What became of one record: its revisions, and the receipts that brought them. The partner's own name of it stays in the browser. */
import { webCryptoHasher } from "../../../submit/check/PartnerHasher.ts"
import { recordIdsOf } from "../../../submit/check/RecordNames.ts"
import { h, show } from "../dom.ts"
import { fault, field, notice, table } from "../form.ts"
import { type Portal, refusalWords } from "../Portal.ts"
import { keyPanel } from "./keyPanel.ts"
import { momentWords } from "./momentWords.ts"

export const historyPart = (portal: Portal): HTMLElement => {
  const { say, language } = portal
  const name = h("input", {
    id: "record-name",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 128
  })
  const said = h("div")

  const ask = async (key: CryptoKey) => {
    try {
      const revisions = await portal.server.history(await recordIdsOf(webCryptoHasher(key), name.value))
      show(
        said,
        revisions.length === 0
          ? notice("plain", say("historyNone"))
          : table(
              say("historyVersions"),
              [say("colRevision"), say("recordKind"), say("when"), say("receipt")],
              revisions.map(({ revision, kind, at, submission }) => [
                revision === 0 ? say("revisionFirst") : say("revisionN", { n: revision }),
                say(`kind_${kind}`),
                momentWords(language, at),
                h("code", {}, submission)
              ])
            )
      )
    } catch (error) {
      show(said, notice("bad", refusalWords(portal, error)))
    }
  }

  const press = () => {
    const isFilled = name.value.trim() !== ""
    fault(name, isFilled ? undefined : say("fillIn"))
    if (!isFilled) return name.focus()
    if (portal.key === undefined) return show(said, notice("bad", say("keyFirst")))
    void ask(portal.key)
  }

  return h(
    "section",
    { class: "history", "aria-labelledby": "history-title" },
    h("h2", { id: "history-title" }, say("historyTitle")),
    h("p", {}, say("historyIntro")),
    keyPanel(portal, () => name.focus()),
    h(
      "form",
      {
        on: {
          submit: (event) => {
            event.preventDefault()
            press()
          }
        }
      },
      field(say("historyRecord"), name, say("historyStays")),
      h("button", { type: "submit" }, say("historyShow"))
    ),
    said
  )
}
