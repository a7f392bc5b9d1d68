import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { dataDictionary } from "../../metadata/dictionary.ts"
import { type EditionDocument, editionDocuments } from "../../metadata/documents.ts"
import { Api } from "../Api.ts"
import { constant } from "../formats/etag.ts"
import { EditionDocuments } from "./EditionDocuments.ts"

const dictionary = constant(dataDictionary())

type Params = { readonly params: { readonly series: string; readonly version: string } }

/** Documents that describe the editions and their tables. */
export const MetadataHandlers = HttpApiBuilder.group(
  Api,
  "metadata",
  Effect.fn(function* (handlers) {
    const documents = yield* EditionDocuments
    const ofEdition = (document: EditionDocument) => (request: Params) => documents.answer(document, request.params)
    return handlers.handleAll({
      catalogue: () => documents.catalogue("dcat"),
      catalogueTurtle: () => documents.catalogue("dcatTurtle"),
      sdmxData: ({ params, query }) => documents.sdmxData(params, Number(query.page ?? 1)),
      dictionaryOfAll: () => dictionary,
      ...(Object.fromEntries(
        Object.keys(editionDocuments).map((name) => [name, ofEdition(name as EditionDocument)])
      ) as Record<EditionDocument, ReturnType<typeof ofEdition>>)
    })
  })
)
