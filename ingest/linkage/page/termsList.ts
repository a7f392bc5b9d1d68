import { h } from "@corridor/page/browser/dom"
import type { RoundWord } from "../words/en.ts"
import type { RoundPage } from "./RoundPage.ts"
import type { ShownTerms } from "./roundWorker.ts"

/** Returns a round's terms as a list for people, and the code by which partners compare them. */
export const termsList = ({ language, t, fieldName }: RoundPage, { terms, code }: ShownTerms): HTMLElement => {
  const { purpose, until = "–", fields, strata, holders, threshold, limits, epsilon } = terms
  const rows: ReadonlyArray<readonly [RoundWord, string]> = [
    ["termsPurpose", purpose],
    ["termsUntil", until],
    ["termsFields", fields.map(fieldName).join(", ")],
    [
      "termsStrata",
      Object.entries(strata)
        .map(([name, labels]) => `${fieldName(name)} (${labels.join(", ")})`)
        .join("; ")
    ],
    ["termsHolders", `${holders.map(({ id }) => id).join(", ")}. ${t("termsThreshold", { n: threshold })}`],
    ["termsLimit", limits.persons.toLocaleString(language)],
    ["termsNoise", epsilon === undefined ? t("termsExact") : t("termsEpsilon", { epsilon })],
    ["termsCode", code]
  ]
  return h(
    "dl",
    { class: "terms" },
    rows.map(([word, value]) => [h("dt", t(word)), h("dd", value)])
  )
}
