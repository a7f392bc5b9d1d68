import { dictionaryPath, type EditionDescription } from "./EditionDescription.ts"
import { bareMediaType } from "./formats.ts"
import { placesOf } from "./placesOf.ts"

const organisation = (name: string) => ({ "@type": "Organization", name })

const temporal = ({ firstYear, lastYear }: EditionDescription) =>
  lastYear === 0 ? {} : { temporalCoverage: `${firstYear}/${lastYear}` }

/** Returns what schema.org's Dataset and Croissant say of an edition in the same words (https://schema.org/Dataset). */
export const datasetFacts = (edition: EditionDescription) => ({
  name: edition.title,
  description: edition.description,
  url: edition.page,
  identifier: edition.identifier,
  version: String(edition.version),
  datePublished: edition.issued,
  license: edition.licence,
  creator: organisation(edition.publisher),
  publisher: organisation(edition.publisher),
  ...(edition.contributors.length === 0 ? {} : { contributor: edition.contributors.map(organisation) }),
  ...temporal(edition),
  ...(edition.countries.length === 0 ? {} : { spatialCoverage: placesOf(edition) }),
  inLanguage: "en",
  isAccessibleForFree: true,
  keywords: edition.keywords
})

/** Returns the edition as a Dataset of schema.org, for search engines of data sets. */
export const schemaOrgDataset = (edition: EditionDescription) => ({
  "@context": "https://schema.org/",
  "@type": "Dataset",
  "@id": edition.address,
  ...datasetFacts(edition),
  usageInfo: new URL(`${dictionaryPath}#terms`, edition.site).href,
  creditText: edition.citation,
  ...(edition.retraction === undefined ? {} : { creativeWorkStatus: "Retracted", expires: edition.retraction.at }),
  includedInDataCatalog: { "@type": "DataCatalog", name: edition.publisher, url: edition.site },
  variableMeasured: [...new Set(edition.tables.map(({ unit }) => unit))],
  distribution: edition.tables.flatMap(({ title, files }) =>
    files.csv.map((contentUrl) => ({
      "@type": "DataDownload",
      name: title,
      encodingFormat: bareMediaType("csv"),
      contentUrl
    }))
  )
})

/** Returns a data block for the head of a page. Browsers do not run it, so a strict content security policy allows it. */
export const jsonLdScript = (document: unknown): string =>
  `<script type="application/ld+json">${JSON.stringify(document).replaceAll("<", "\\u003c")}</script>`
