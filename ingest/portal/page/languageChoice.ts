import { languages } from "../../submit/words/Languages.ts"
import { languageNames } from "../words/Words.ts"
import { h, newId } from "./dom.ts"
import { options } from "./form.ts"
import type { Portal } from "./Portal.ts"

/** Opens the page in the language that is chosen; the server remembers it in a cookie that says nothing else. */
export const languageChoice = ({ language, say }: Portal): HTMLElement => {
  const id = newId()
  const select = h(
    "select",
    {
      id,
      on: {
        change: () => {
          const next = new URL(location.href)
          next.search = `?lang=${select.value}`
          location.assign(next.href)
        }
      }
    },
    options(
      languages.map((one) => [one, languageNames[one]] as const),
      language
    )
  )
  for (const option of select.options) option.lang = option.value
  return h("p", { class: "language" }, h("label", { for: id }, say("language")), select)
}
