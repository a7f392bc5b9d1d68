/** The metadata documents of an edition: their address below the edition's, their media type and what they are. */
export const editionDocuments = {
  dcat: { path: "dcat.jsonld", type: "application/ld+json", summary: "The edition in DCAT-AP, as JSON-LD" },
  dcatTurtle: { path: "dcat.ttl", type: "text/turtle", summary: "The edition in DCAT-AP, as Turtle" },
  schemaOrg: {
    path: "schema-org.jsonld",
    type: "application/ld+json",
    summary: "The edition as a Dataset of schema.org, as its page has it"
  },
  croissant: {
    path: "croissant.jsonld",
    type: "application/ld+json",
    summary: "The edition in Croissant 1.1, with the terms of use"
  },
  dataPackage: {
    path: "datapackage.json",
    type: "application/json",
    summary: "The edition as a Frictionless Data Package with table schemas"
  },
  dataCite: {
    path: "datacite.json",
    type: "application/vnd.datacite.datacite+json",
    summary: "The edition in DataCite's JSON, with its permanent identifier; no DOI is minted"
  },
  sdmxStructure: {
    path: "sdmx/structure.json",
    type: "application/vnd.sdmx.structure+json;version=2.0.0",
    summary: "The structure of the edition's tables in SDMX 3.0"
  },
  dictionary: {
    path: "dictionary.json",
    type: "application/json",
    summary: "The data dictionary of the edition's tables, and the terms of use"
  }
} as const
export type EditionDocument = keyof typeof editionDocuments

/** Media type of a table in SDMX-CSV. */
export const sdmxDataType = "application/vnd.sdmx.data+csv;version=2.0.0"
