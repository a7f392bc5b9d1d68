import { hash } from "node:crypto"
import { Context, Effect, Layer } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { Published } from "../../../release/published/Published.ts"
import { latestEdition, type PublishedRelease } from "../../../release/published/readPublished.ts"
import { croissantDataset } from "../../metadata/croissant.ts"
import { dataCiteJson } from "../../metadata/dataCite.ts"
import { dataPackage } from "../../metadata/dataPackage.ts"
import { dcatGraph } from "../../metadata/dcat.ts"
import { dataDictionary } from "../../metadata/dictionary.ts"
import { type EditionDocument, editionDocuments, sdmxDataType } from "../../metadata/documents.ts"
import {
  describeEdition,
  type EditionDescription,
  editionPath,
  isEdition,
  siteDescription
} from "../../metadata/EditionDescription.ts"
import type { FileSum, SumOf } from "../../metadata/FileSum.ts"
import { maxPageSizeOf } from "../../metadata/formats.ts"
import { toJsonLd, toTurtle } from "../../metadata/rdf.ts"
import { SiteFacts } from "../../metadata/SiteFacts.ts"
import { schemaOrgDataset } from "../../metadata/schemaOrg.ts"
import { sdmxCsv } from "../../metadata/sdmxData.ts"
import { sdmxStructure, type TableWithCells } from "../../metadata/sdmxStructure.ts"
import { columnsOf } from "../formats/columnsOf.ts"
import { withEtag } from "../formats/etag.ts"
import { toCsv } from "../formats/toCsv.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { noSuchEdition } from "../problems/noEdition.ts"
import { notFound } from "../problems/notFound.ts"
import { tablePage } from "../tables/TablePage.ts"

/** Returns an edition of a series by its version, or the latest. */
export const findEdition = (releases: ReadonlyArray<PublishedRelease>, name: string, version: string) =>
  version === "latest"
    ? latestEdition(releases, name)
    : releases.find(({ edition }) => edition?.name === name && edition.version === Number(version))

type EditionParams = { readonly series: string; readonly version: string }

/** Selects all cells, on pages as large as those of files. */
const wholePage = (page: number) => ({ labels: new Map(), page, size: maxPageSizeOf("csv"), hxl: false, canonical: "" })

const respond = Effect.fn("EditionDocuments.respond")(function* (text: string, contentType: string) {
  const request = yield* HttpServerRequest.HttpServerRequest
  return withEtag(request, HttpServerResponse.uint8Array(new TextEncoder().encode(text), { contentType }))
})

/** Returns a function for the sums of the CSV files of an edition's tables, by table and page. Figures of a release never change. */
const makeSumOf = (published: Published["Service"]) => {
  /** By release and table. */
  const sums = new Map<string, ReadonlyArray<FileSum>>()

  const sumsOf = Effect.fn("EditionDocuments.sums")(function* (release: PublishedRelease, name: string) {
    const key = `${release.release}/${name}`
    const known = sums.get(key)
    if (known !== undefined) return known
    const table = yield* published.tableOf(release, name).pipe(Effect.mapError(databaseDown))
    if (table === undefined) return []
    const found: Array<FileSum> = []
    for (let page = 1; ; page++) {
      const own = tablePage(release, table, wholePage(page))
      if (own === undefined) break
      const csv = toCsv(columnsOf(own), false)
      found.push({ sha256: hash("sha256", csv), bytes: Buffer.byteLength(csv) })
      // Encoding a large table takes long, and other requests must not wait for it.
      yield* Effect.yieldNow
    }
    sums.set(key, found)
    return found
  })

  return Effect.fn("EditionDocuments.sumOf")(function* (
    release: PublishedRelease,
    edition: EditionDescription
  ): Effect.fn.Return<SumOf, Effect.Error<ReturnType<typeof sumsOf>>> {
    const byTable = new Map<string, ReadonlyArray<FileSum>>()
    for (const { name } of edition.tables) byTable.set(name, yield* sumsOf(release, name))
    return (table, page) => byTable.get(table)?.[page] ?? { sha256: "", bytes: 0 }
  })
}

const make = Effect.gen(function* () {
  const published = yield* Published
  const site = yield* SiteFacts
  const describe = (release: Parameters<typeof describeEdition>[0], releases: ReadonlyArray<PublishedRelease>) =>
    describeEdition(release, releases).pipe(Effect.provideService(SiteFacts, site))
  const releases = published.releases.pipe(Effect.mapError(databaseDown))

  const sumOf = makeSumOf(published)

  const textOf = Effect.fn("EditionDocuments.text")(function* (
    document: EditionDocument,
    release: PublishedRelease,
    edition: EditionDescription
  ) {
    switch (document) {
      case "dcat":
        return JSON.stringify(toJsonLd(dcatGraph(edition, [edition], yield* sumOf(release, edition))))
      case "dcatTurtle":
        return toTurtle(dcatGraph(edition, [edition], yield* sumOf(release, edition)))
      case "schemaOrg":
        return JSON.stringify(schemaOrgDataset(edition))
      case "croissant":
        return JSON.stringify(croissantDataset(edition, yield* sumOf(release, edition)))
      case "dataPackage":
        return JSON.stringify(dataPackage(edition, yield* sumOf(release, edition)))
      case "dataCite":
        return JSON.stringify(dataCiteJson(edition))
      case "sdmxStructure": {
        const tables: Array<TableWithCells> = []
        for (const described of edition.tables) {
          const table = yield* published.tableOf(release, described.name).pipe(Effect.mapError(databaseDown))
          if (table !== undefined) tables.push({ described, table })
        }
        return JSON.stringify(sdmxStructure(edition, tables))
      }
      case "dictionary":
        return JSON.stringify(dataDictionary(edition.tables))
    }
  })

  const find = Effect.fn("EditionDocuments.find")(function* ({ series, version }: EditionParams) {
    const all = yield* releases
    const release = findEdition(all, series, version)
    if (release === undefined || !isEdition(release)) return yield* noSuchEdition(all, series, version)
    return { release, edition: yield* describe(release, all) }
  })

  const answer = Effect.fn("EditionDocuments.answer")(function* (document: EditionDocument, params: EditionParams) {
    const { release, edition } = yield* find(params)
    return yield* respond(yield* textOf(document, release, edition), editionDocuments[document].type)
  })

  /** Responds with a page of a table in SDMX-CSV. */
  const sdmxData = Effect.fn("EditionDocuments.sdmxData")(function* (
    { table: name, ...params }: EditionParams & { readonly table: string },
    page: number
  ) {
    const { release, edition } = yield* find(params)
    const table = yield* published.tableOf(release, name).pipe(Effect.mapError(databaseDown))
    const described = edition.tables.find((one) => one.name === name)
    if (table === undefined || described === undefined) return yield* notFound("table")
    const own = tablePage(release, table, wholePage(page))
    if (own === undefined) return yield* apiProblem("request-page-beyond")
    const response = yield* respond(sdmxCsv(edition, { described, table }, own.places), sdmxDataType)
    const next =
      page < own.pages ? `<${editionPath(release.edition)}/sdmx/data/${name}?page=${page + 1}>; rel="next"` : ""
    return next === "" ? response : HttpServerResponse.setHeader(response, "link", next)
  })

  /** Responds with the catalogue of all editions. */
  const catalogue = Effect.fn("EditionDocuments.catalogue")(function* (document: "dcat" | "dcatTurtle") {
    const all = yield* releases
    const editions = yield* Effect.forEach(all.filter(isEdition), (release) => describe(release, all))
    const facts = yield* siteDescription.pipe(Effect.provideService(SiteFacts, site))
    const graph = dcatGraph(facts, editions)
    const text = document === "dcat" ? JSON.stringify(toJsonLd(graph)) : toTurtle(graph)
    return yield* respond(text, editionDocuments[document].type)
  })

  return { answer, sdmxData, catalogue }
})

/** Metadata documents of editions, in the vocabularies that catalogues and programs read. */
export class EditionDocuments extends Context.Service<EditionDocuments, Effect.Success<typeof make>>()(
  "corridor/site/api/EditionDocuments"
) {
  static readonly layer = Layer.effect(EditionDocuments, make)
}
