/** The page with which a partner takes part in linkage rounds, opened as a file. The work is in `roundWorker`. */
import { h, newId, show } from "@corridor/page/browser/dom"
import { button, field, notice } from "@corridor/page/browser/form"
import { type StandAlonePage, showStandAlonePage } from "@corridor/page/browser/standAlonePage"
import { type Language, languageNames } from "../../../schemas/Languages.ts"
import type { RoundWord } from "../words/en.ts"
import { fileForm } from "./fileForm.ts"
import { ownPart } from "./ownPart.ts"
import { type RoundPage, roundPage, worker } from "./RoundPage.ts"
import { sendForm } from "./sendForm.ts"
import { termsList } from "./termsList.ts"

/** Returns the part with which a partner signs a veto against the round. */
const vetoPart = ({ t, settle }: RoundPage): HTMLElement => {
  const below = h("div", { class: "below" })
  const sign = () => void settle(below, worker.veto(), () => show(below, notice("good", t("vetoed"))))
  return h("details", h("summary", t("vetoTitle")), h("p", t("vetoIntro")), button(t("vetoGo"), sign), below)
}

const pageIn = (language: Language): StandAlonePage => {
  const page = roundPage(language)
  const { t } = page

  const part = (title: RoundWord, ...children: Parameters<typeof h>[2][]) => {
    const id = newId()
    return h("section", { "aria-labelledby": id }, h("h2", { id }, t(title)), children)
  }

  let partnerId = ""
  const own = ownPart(page, (partner) => {
    partnerId = partner
  })
  const terms = h("div", { class: "below" })
  const file = h("div", h("p", { class: "hint" }, t("termsFirst")))
  const counted = h("div", { class: "below" })
  const sending = h("div", h("p", { class: "hint" }, t("fileFirst")))
  const result = h("div", { class: "below" })
  const veto = h("div")

  const onCounted = () => show(sending, ...sendForm(page, () => partnerId, result))
  const round = h("input", { type: "text", autocomplete: "off", spellcheck: "false" })
  const askForTerms = () => {
    show(counted)
    show(result)
    void page.settle(terms, worker.show(round.value.trim()), (shown) => {
      show(terms, termsList(page, shown))
      show(
        file,
        fileForm(page, counted, () => show(result), onCounted)
      )
      show(veto, vetoPart(page))
    })
  }

  return {
    name: "Corridor",
    title: t("title"),
    languageLabel: t("language"),
    content: [
      h("p", t("intro")),
      h("p", { class: "hint" }, t("save")),
      part("ownTitle", ...own),
      part("roundTitle", field(t("roundId"), round), button(t("roundShow"), askForTerms), terms),
      part("fileTitle", file, counted),
      part("sendTitle", sending, result, veto)
    ]
  }
}

showStandAlonePage(document.getElementById("round") as HTMLElement, languageNames, pageIn)
