import { mainSeries, retractedEdition } from "../../../release/history/editions.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { retractionNote } from "../../metadata/notes.ts"
import { apiProblem } from "./ApiProblem.ts"
import { notFound } from "./notFound.ts"

/** Returns the problem of an address of the latest edition if all of the series were retracted: when and why the last one was. */
export const retractedProblem = (releases: ReadonlyArray<PublishedRelease>, series: string = mainSeries) => {
  const { edition, retraction } = retractedEdition(releases, series) ?? {}
  return edition === undefined || retraction === undefined
    ? undefined
    : apiProblem(
        "request-not-found",
        `No edition is published at present. ${retractionNote(`Edition ${edition.version}`, retraction)} /v1/editions lists the editions.`
      )
}

/** Returns the problem of an address that needs the latest edition while there is none. */
export const noEdition = (releases: ReadonlyArray<PublishedRelease>) =>
  retractedProblem(releases) ?? notFound("anyEdition")

/** Returns the problem of an edition that does not exist. */
export const noSuchEdition = (releases: ReadonlyArray<PublishedRelease>, series: string, version: string) =>
  (version === "latest" ? retractedProblem(releases, series) : undefined) ?? notFound("edition")
