import { Effect } from "effect"
import type { HttpRouter } from "effect/http"
import { editionChanges, editionsAround } from "../../../release/published/editionChanges.ts"
import { Published } from "../../../release/published/Published.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import type { TableChange } from "../../../release/published/tableChanges.ts"
import { isEdition } from "../../metadata/EditionDescription.ts"
import type { SiteFacts } from "../../metadata/SiteFacts.ts"
import { editionsPage, editionsPath, type ListedEdition } from "../pages/editionsPage.ts"
import type { ExplorerBundle } from "./ExplorerBundle.ts"
import { pageContext, writePage } from "./PlaceRoutes.ts"
import { databaseDown } from "./responses.ts"

/** Editions that are compared with the one before. Each comparison reads all tables of both. */
const maxCompared = 5

/** Adds the page of editions, their changes and the answers to requests. */
export const addEditionRoutes = Effect.fn("EditionRoutes.add")(function* (
  router: HttpRouter.HttpRouter,
  bundle: ExplorerBundle
) {
  const services = yield* Effect.context<Published | SiteFacts>()
  const published = yield* Published
  /** Figures of a release never change, so neither does a comparison. */
  const compared = new Map<string, ReadonlyArray<TableChange>>()

  const compare = Effect.fn("EditionRoutes.compare")(function* (before: PublishedRelease, now: PublishedRelease) {
    const key = `${before.release} ${now.release}`
    const tables = compared.get(key) ?? (yield* editionChanges(published, before, now)).tables
    compared.set(key, tables)
    return tables
  })

  const page = Effect.gen(function* () {
    const releases = yield* published.releases
    const newest = releases.filter(isEdition).toReversed()
    const editions: Array<ListedEdition> = []
    for (const [i, release] of newest.entries()) {
      const before = editionsAround(releases, release).predecessor
      const changes = before === undefined || i >= maxCompared ? undefined : yield* compare(before, release)
      editions.push({ release, before, changes })
    }
    const answers = releases.filter((release) => !isEdition(release)).toReversed()
    const context = yield* pageContext
    return yield* writePage(bundle, context, editionsPage(context, { editions, answers }))
  })
  yield* router.add(
    "GET",
    editionsPath,
    page.pipe(
      Effect.catch(() => Effect.sync(databaseDown)),
      Effect.provide(services)
    )
  )
})
