import type { Create } from "@corridor/page/tableOf"
import { isPrivateMethod, privateMethods } from "../../../release/history/privateMethods.ts"
import type { Retraction } from "../../../release/history/Retraction.ts"
import type { Translate } from "../words/Words.ts"

interface ReleaseKind {
  readonly invented: boolean
  readonly method: string
  readonly retraction: Retraction | null | undefined
}

/** Returns that a release was retracted, when and why, in two sentences. */
export const retractionNotes = (t: Translate, { at, reason }: Retraction): ReadonlyArray<string> => [
  t("wasRetracted", { day: { day: at } }),
  reasonNote(t, reason)
]

/** Returns why a release was retracted, as it was recorded. */
export const reasonNote = (t: Translate, reason: string): string =>
  reason === "" ? t("retractionUnexplained") : t("retractionReason", { reason })

/** Returns what readers must know before they read any figure of a release. `h` creates the nodes: in the browser, or on the server. */
export const releaseNotes = <Node>(
  h: Create<Node>,
  t: Translate,
  release: ReleaseKind | undefined
): ReadonlyArray<Node> =>
  release === undefined
    ? []
    : [
        ...(release.invented ? [t("invented")] : []),
        ...(isPrivateMethod(release.method) ? [t("privateNote")] : []),
        ...(release.method === privateMethods.estimates ? [t("estimatesNote")] : []),
        ...(release.retraction ? [retractionNotes(t, release.retraction).join(" ")] : [])
      ].map((text) => h("p", { class: "invented", role: "note" }, text))
