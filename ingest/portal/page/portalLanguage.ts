import { languageSelect } from "@corridor/page/browser/form"
import { languageNames } from "../../../schemas/Languages.ts"
import type { Portal } from "./Portal.ts"

/** Reloads the page in the chosen language, which the server stores in a cookie. */
export const portalLanguage = ({ language, t }: Portal): HTMLElement =>
  languageSelect(t("language"), languageNames, language, (chosen) => {
    const next = new URL(location.href)
    next.search = `?lang=${chosen}`
    location.assign(next.href)
  })
