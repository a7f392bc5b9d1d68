import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { readPanelSize, reportingPage } from "../../../release/history/reportingChanges.ts"
import { Published } from "../../../release/published/Published.ts"
import { latestEdition, type PublishedRelease } from "../../../release/published/readPublished.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { problemCatalogue } from "../../../schemas/Problems.ts"
import { whoReports } from "../../trends/whoReports.ts"
import { Api } from "../Api.ts"
import { constant, jsonWithEtag } from "../formats/etag.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { retractedProblem } from "../problems/noEdition.ts"
import { notFound } from "../problems/notFound.ts"

/** The code lists of `/v1/codelists`: their codes occur in released tables or explain them. */
const publicCodeLists = [
  "age-band",
  "article3-act",
  "article3-means",
  "article3-purpose",
  "assistance-outcome",
  "assistance-type",
  "case-status",
  "code-labels",
  "control-method",
  "countries",
  "country-names",
  "country-remarks",
  "exploitation-type",
  "gender",
  "labour-industry",
  "leg-role",
  "majority-status",
  "milestones",
  "movement",
  "offence-article",
  "organisation-type",
  "pilot-regions",
  "place-groups",
  "problems",
  "proceeding-stage",
  "recruitment-method",
  "region-aliases",
  "regions",
  "risk-group",
  "sex-exploitation-type",
  "transport"
] as const

const requestProblems = [...problemCatalogue.values()].filter(({ area }) => area === "request")

const codeLists = constant({
  codelists: publicCodeLists.map((name) => {
    const rows = readCodeList(name)
    return { name, columns: Object.keys(rows[0] ?? {}), rows: rows.length, address: `/v1/codelists/${name}` }
  })
})

const codeListByName = new Map(
  publicCodeLists.map((name) => [name as string, constant({ name, rows: readCodeList(name) })])
)

const problemEntries = requestProblems.map(({ area: _, severity: __, ...problem }) => problem)
const problems = constant({ problems: problemEntries })
const problemByCode = new Map(problemEntries.map((problem) => [problem.code as string, constant(problem)]))

/** Returns who reports, as a release says. */
const coverageOf = ({ release, reporting, pages }: PublishedRelease) => ({
  release,
  kinds: [...Map.groupBy(reporting, ({ kind }) => kind)].map(([kind, own]) => ({
    record_kind: kind,
    throughout: readPanelSize(pages[reportingPage], kind) ?? null,
    ...whoReports(own)
  }))
})

/** `/v1/codelists`, `/v1/vintages`, `/v1/coverage` and `/v1/problems`. */
export const ReferenceHandlers = HttpApiBuilder.group(
  Api,
  "reference",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    return handlers.handleAll({
      coverage: Effect.fn("Api.coverage")(function* () {
        const releases = yield* published.releases.pipe(Effect.mapError(databaseDown))
        const latest = latestEdition(releases)
        if (latest !== undefined) return yield* jsonWithEtag(coverageOf(latest))
        return yield* retractedProblem(releases) ?? jsonWithEtag({ release: null, kinds: [] })
      }),
      codeLists: () => codeLists,
      codeList: ({ params }) => codeListByName.get(params.name) ?? notFound("codeList"),
      vintages: Effect.fn("Api.vintages")(function* () {
        const releases = yield* published.releases.pipe(Effect.mapError(databaseDown))
        const byNumber = Map.groupBy(releases, ({ vintage }) => vintage.number)
        return yield* jsonWithEtag({
          vintages: [...byNumber.values()]
            .map((own) => ({ ...own[0]?.vintage, releases: own.map(({ release }) => release) }))
            .sort((a, b) => (b.number ?? 0) - (a.number ?? 0))
        })
      }),
      problems: () => problems,
      problem: ({ params }) => problemByCode.get(params.code) ?? notFound("problem")
    })
  })
)
