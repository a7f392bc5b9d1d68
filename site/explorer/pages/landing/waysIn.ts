/** Ways into the site: every country with figures, and the pilot regions, if the edition has regions. */

import { type Content, h } from "@corridor/page/html"
import { countryPath, isCountry } from "../../state/paths.ts"
import type { Edition } from "../Edition.ts"
import { type PageContext, to } from "../PageContext.ts"
import { hasRegions, regionLinks } from "../regionPage.ts"

/** The countries by name, then the regions. */
export const waysIn = (context: PageContext, edition: Edition): Content => {
  const { names, language, p } = context
  const codes = [...new Set(["origin", "destination"].flatMap((one) => edition.labels("flows", one)))]
    .filter(isCountry)
    .sort((a, b) => names.place(a).localeCompare(names.place(b), language))
  if (codes.length === 0 && !hasRegions(edition)) return null
  return h(
    "section",
    { class: "onScreen" },
    h("h2", p("waysIn")),
    codes.length === 0
      ? null
      : [
          h("h3", p("countries")),
          h(
            "ul",
            { class: "links" },
            codes.map((code) => h("li", h("a", { href: to(context, countryPath(code)) }, names.place(code))))
          )
        ],
    !hasRegions(edition)
      ? null
      : [h("h3", p("pilotRegions")), h("ul", { class: "links" }, regionLinks(context, names.pilots))]
  )
}
