import { h, show } from "@corridor/page/browser/dom"
import { button, notice } from "@corridor/page/browser/form"
import { type RoundPage, worker } from "./RoundPage.ts"

/** Returns the part with which a partner signs a veto against the round. */
export const vetoPart = ({ t, settle }: RoundPage): HTMLElement => {
  const below = h("div", { class: "below" })
  const sign = () => void settle(below, worker.veto(), () => show(below, notice("good", t("vetoed"))))
  return h("details", h("summary", t("vetoTitle")), h("p", t("vetoIntro")), button(t("vetoGo"), sign), below)
}
