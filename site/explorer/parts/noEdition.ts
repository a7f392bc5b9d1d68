import type { Create } from "@corridor/page/tableOf"
import { type Edition, mainSeries } from "../../../release/history/editions.ts"
import type { Retraction } from "../../../release/history/Retraction.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { inLanguage, mainFeedPath } from "../../metadata/feedPaths.ts"
import { addressFor } from "../state/paths.ts"
import type { Theme } from "../state/State.ts"
import type { Translate } from "../words/Words.ts"
import { reasonNote } from "./releaseNotes.ts"

/** An edition that was retracted, and none has taken its place. */
export interface RetractedEdition {
  readonly release: number
  readonly edition: Edition | null | undefined
  readonly publishedAt: string
  readonly retraction: Retraction | null | undefined
}

interface Reader {
  readonly t: Translate
  readonly language: Language
  readonly theme: Theme
}

/** Returns that there is no edition, as one sentence. */
export const noEditionWords = (t: Translate, retracted: RetractedEdition | undefined): string =>
  retracted?.retraction
    ? t("editionRetracted", {
        number: String(retracted.edition?.version ?? ""),
        published: { day: retracted.publishedAt },
        day: { day: retracted.retraction.at }
      })
    : t("nothingYet")

/** Returns what a page without an edition says: that nothing was published yet, or what was retracted, when and why, and what remains. */
export const noEdition = <Node>(
  h: Create<Node>,
  { t, language, theme }: Reader,
  retracted: RetractedEdition | undefined
): ReadonlyArray<Node> => {
  const first = h("p", { class: "none", role: "note" }, noEditionWords(t, retracted))
  if (!retracted?.retraction) return [first]
  const series = `/v1/editions/${retracted.edition?.name ?? mainSeries}`
  const links = [
    [addressFor("/", { language, theme, release: retracted.release }), "remainsFigures"],
    [`${series}/${retracted.edition?.version ?? ""}/changes`, "remainsChanges"],
    [inLanguage(mainFeedPath, language), "remainsFeed"],
    ["/v1/answers", "remainsAnswers"],
    ["/v1/editions", "remainsEditions"]
  ] as const
  return [
    first,
    h("p", reasonNote(t, retracted.retraction.reason)),
    h("h2", t("remains")),
    h("ul", ...links.map(([href, word]) => h("li", h("a", { href }, t(word)))))
  ]
}
