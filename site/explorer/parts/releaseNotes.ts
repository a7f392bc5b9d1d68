import type { Create } from "@corridor/page/tableOf"
import { isPrivateMethod, privateMethods } from "../../../release/history/privateMethods.ts"
import type { Translate } from "../words/Words.ts"

interface ReleaseKind {
  readonly invented: boolean
  readonly method: string
  readonly state: "published" | "retracted"
}

/** What readers must know before they read any figure of a release. `h` creates the nodes: in the browser, or on the server. */
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
        ...(release.state === "retracted" ? [t("wasRetracted")] : [])
      ].map((text) => h("p", { class: "invented", role: "note" }, text))
