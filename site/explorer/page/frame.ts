import { h } from "@corridor/page/browser/dom"
import { labelledSelect } from "@corridor/page/browser/form"
import { writeDay } from "@corridor/page/formats"
import { type Edition, mainSeries } from "../../../release/history/editions.ts"
import type { ReleaseFacts } from "../../api/schemas/ReleaseSchemas.ts"
import { views } from "../views/views.ts"
import type { Page } from "./Page.ts"

const editionNumber = ({ name, version }: Edition) => (name === mainSeries ? String(version) : `${name} ${version}`)

/** Returns an edition or release as readers name it, with its day. */
export const releaseName = (
  { t, state }: Pick<Page, "t" | "state">,
  { edition, release, publishedAt, retraction }: ReleaseFacts
): string => {
  const day = writeDay(state.language, publishedAt)
  const name =
    edition === null
      ? t("releaseOption", { number: String(release), day })
      : t("editionOption", { number: editionNumber(edition), day })
  return `${name}${retraction !== null ? ` (${t("retracted")})` : ""}`
}

const isShown = ({ tables }: ReleaseFacts) =>
  views.some((view) => view.tables.some((name) => tables.some((one) => one.name === name)))

/** Returns the release that is shown. */
export const releaseLine = ({ t, state, release }: Page): HTMLElement | null =>
  release === undefined ? null : h("p", { class: "eyebrow" }, releaseName({ t, state }, release))

/** Returns the choice of a release where views show several: editions, and releases that only readers who choose them see. */
export const releaseChoice = ({ t, state, release, releases: all, go }: Page): HTMLElement | null => {
  const releases = all.filter((one) => one.release === release?.release || isShown(one))
  if (release === undefined || releases.length === 1) return null
  return labelledSelect(
    "release",
    t("release"),
    releases.map((one) => [String(one.release), releaseName({ t, state }, one)]),
    String(release.release),
    (value) => go({ release: Number(value) })
  )
}
