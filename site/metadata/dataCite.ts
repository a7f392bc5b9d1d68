import { counted } from "../../ports/counted.ts"
import type { Retraction } from "../../release/history/Retraction.ts"
import type { EditionDescription } from "./EditionDescription.ts"
import { licenceName } from "./licenceName.ts"
import { placesOf } from "./placesOf.ts"

/** Kinds of the identifiers that this site gives, of the related identifiers that DataCite knows. */
const kindOf = (identifier: string) => (/^urn:/i.test(identifier) ? "URN" : "URL")

const organisation = (name: string) => ({ name, nameType: "Organizational" })

const related = (identifier: string | undefined, relationType: string) =>
  identifier === undefined
    ? []
    : [{ relatedIdentifier: identifier, relatedIdentifierType: kindOf(identifier), relationType }]

const rightsOf = (rightsUri: string) => {
  const rightsIdentifier = licenceName(rightsUri)
  return rightsIdentifier === undefined
    ? { rightsUri }
    : {
        rights: rightsIdentifier,
        rightsUri,
        rightsIdentifier,
        rightsIdentifierScheme: "SPDX",
        schemeUri: "https://spdx.org/licenses/"
      }
}

const withdrawal = ({ at, reason }: Retraction) => ({
  date: at.slice(0, 10),
  dateType: "Withdrawn",
  ...(reason === "" ? {} : { dateInformation: reason })
})

/**
 * Returns the edition's metadata in DataCite's JSON (schema 4.5). No DOI is minted: an edition has a URL or URN that lasts, as an alternate
 * identifier. An operator who registers DOIs sends this document to DataCite with its own prefix.
 */
export const dataCiteJson = (edition: EditionDescription) => ({
  schemaVersion: "http://datacite.org/schema/kernel-4",
  url: edition.address,
  alternateIdentifiers: [
    { alternateIdentifier: edition.identifier, alternateIdentifierType: kindOf(edition.identifier) },
    ...(edition.identifier === edition.address
      ? []
      : [{ alternateIdentifier: edition.address, alternateIdentifierType: "URL" }])
  ],
  types: { resourceTypeGeneral: "Dataset", resourceType: "Statistical tables" },
  creators: [organisation(edition.publisher)],
  contributors: edition.contributors.map((name) => ({ ...organisation(name), contributorType: "DataCollector" })),
  titles: [{ title: edition.title, lang: "en" }],
  publisher: { name: edition.publisher },
  publicationYear: edition.issued.slice(0, 4),
  dates: [
    { date: edition.issued.slice(0, 10), dateType: "Issued" },
    ...(edition.retraction === undefined ? [] : [withdrawal(edition.retraction)])
  ],
  language: "en",
  subjects: edition.keywords.map((subject) => ({ subject, lang: "en" })),
  version: String(edition.version),
  ...(edition.countries.length === 0
    ? {}
    : { geoLocations: placesOf(edition).map((geoLocationPlace) => ({ geoLocationPlace })) }),
  rightsList: [rightsOf(edition.licence)],
  formats: [...new Set(edition.tables.flatMap(({ files }) => Object.keys(files)))],
  sizes: edition.tables.map(({ name, cells }) => `${name}: ${counted(cells, "cell")}`),
  descriptions: [
    { description: edition.description, descriptionType: "Abstract", lang: "en" },
    {
      description: "No DOI is minted. The alternate identifier is permanent.",
      descriptionType: "TechnicalInfo",
      lang: "en"
    }
  ],
  relatedIdentifiers: [...related(edition.before, "IsNewVersionOf"), ...related(edition.after, "IsPreviousVersionOf")]
})
