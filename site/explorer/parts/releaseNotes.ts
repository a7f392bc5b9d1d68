import { type Content, h } from "@corridor/page/html"
import { isPrivateMethod, privateMethods } from "../../../release/history/privateMethods.ts"
import type { Translate } from "../words/Words.ts"

interface ReleaseKind {
  readonly invented: boolean
  readonly method: string
  readonly state: "published" | "retracted"
}

const note = (text: string): Content => h("p", { class: "invented", role: "note" }, text)

/** What readers must know before they read any figure of a release. */
export const releaseNotes = (t: Translate, release: ReleaseKind | undefined): ReadonlyArray<Content> =>
  release === undefined
    ? []
    : [
        release.invented ? note(t("invented")) : null,
        isPrivateMethod(release.method) ? note(t("privateNote")) : null,
        release.method === privateMethods.estimates ? note(t("estimatesNote")) : null,
        release.state === "retracted" ? note(t("wasRetracted")) : null
      ]
