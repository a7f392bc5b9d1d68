/** The structure of an edition in SDMX 3.0 (SDMX-JSON 2.0.0): a data structure and a dataflow per table, with code lists and concepts. */
import type { PublishedTable } from "../../release/published/PublishedTable.ts"
import type { EditionDescription, TableDescription } from "./EditionDescription.ts"
import { beforeRetracted } from "./notes.ts"
import { agency, dimensionsOf, type SdmxDimension, statusLists, structureId, versionOf } from "./sdmxCodes.ts"

const model = "urn:sdmx:org.sdmx.infomodel"
const statusList = (id: keyof typeof statusLists) => `${model}.codelist.Codelist=SDMX:${id}(${statusLists[id].version})`

const obsStatus = { enumeration: statusList("CL_OBS_STATUS") }
const confStatus = { enumeration: statusList("CL_CONF_STATUS") }
const integer = { format: { dataType: "Integer", minValue: 0 } }

const attributes = [
  { id: "OBS_STATUS", name: "Observation status", usage: "mandatory", representation: obsStatus },
  { id: "CONF_STATUS", name: "Confidentiality status", usage: "mandatory", representation: confStatus },
  { id: "LOW", name: "Lowest possible value of a suppressed count", usage: "optional", representation: integer },
  {
    id: "HIGH",
    name: "Highest possible value of a suppressed count; absent if it has no upper bound",
    usage: "optional",
    representation: integer
  },
  {
    id: "AS_OF",
    name: "Number of the release in which the figure was current",
    usage: "optional",
    representation: { format: { dataType: "Integer" } }
  }
] as const

const concepts = "CONCEPTS"

export interface TableWithCells {
  readonly described: TableDescription
  readonly table: PublishedTable
}

interface DescribedTable {
  readonly described: TableDescription
  readonly dimensions: ReturnType<typeof dimensionsOf>
}

/** Ids and URNs of what an edition maintains. */
const artefactsOf = (edition: EditionDescription) => {
  const version = versionOf(edition)
  return {
    owned: (id: string, name: string) => ({ id, agencyID: agency, version, name }),
    conceptUrn: (id: string) => `${model}.conceptscheme.Concept=${agency}:${concepts}(${version}).${id}`,
    codeListId: (table: TableDescription, { id }: SdmxDimension) => `CL_${structureId(edition, table)}_${id}`,
    codeListUrn: (id: string) => `${model}.codelist.Codelist=${agency}:${id}(${version})`,
    structureUrn: (id: string) => `${model}.datastructure.DataStructure=${agency}:${id}(${version})`
  }
}

type Artefacts = ReturnType<typeof artefactsOf>

const dimensionList = (
  { conceptUrn, codeListId, codeListUrn }: Artefacts,
  { described, dimensions }: DescribedTable
) => {
  const time = dimensions.find(({ id }) => id === "TIME_PERIOD")
  const enumeration = (dimension: SdmxDimension) =>
    dimension.codes === undefined ? statusList("CL_FREQ") : codeListUrn(codeListId(described, dimension))
  return {
    id: "DimensionDescriptor",
    dimensions: dimensions
      .filter((dimension) => dimension !== time)
      .map((dimension, position) => ({
        id: dimension.id,
        position,
        conceptIdentity: conceptUrn(dimension.id),
        localRepresentation: { enumeration: enumeration(dimension) }
      })),
    ...(time === undefined
      ? {}
      : {
          timeDimension: {
            id: time.id,
            conceptIdentity: conceptUrn(time.id),
            localRepresentation: { format: { dataType: "ObservationalTimePeriod" } }
          }
        })
  }
}

const measureList = ({ conceptUrn }: Artefacts) => ({
  id: "MeasureDescriptor",
  measures: [
    { id: "OBS_VALUE", usage: "optional", conceptIdentity: conceptUrn("OBS_VALUE"), localRepresentation: integer }
  ]
})

const attributeList = ({ conceptUrn }: Artefacts) => ({
  id: "AttributeDescriptor",
  attributes: attributes.map(({ id, usage, representation }) => ({
    id,
    usage,
    conceptIdentity: conceptUrn(id),
    attributeRelationship: { observation: {} },
    measureRelationship: ["OBS_VALUE"],
    localRepresentation: representation
  }))
})

/** SDMX's own lists of states. */
const statusCodeLists = Object.entries(statusLists).map(([id, list]) => ({
  id,
  agencyID: "SDMX",
  version: list.version,
  name: list.name,
  isPartial: true,
  codes: Object.entries(list.codes).map(([code, name]) => ({ id: code, name }))
}))

const codeListsOf = ({ owned, codeListId }: Artefacts, { described, dimensions }: DescribedTable) =>
  dimensions.flatMap((dimension) =>
    dimension.codes === undefined
      ? []
      : [
          {
            ...owned(codeListId(described, dimension), `${described.title}: ${dimension.column}`),
            codes: dimension.codes.map(({ id, label, name }) => ({
              id,
              name,
              // The label as in the other formats, where it is not a code of SDMX.
              ...(id === label ? {} : { annotations: [{ id: "LABEL", type: "LABEL", title: label }] })
            }))
          }
        ]
  )

const conceptScheme = ({ owned }: Artefacts, tables: ReadonlyArray<DescribedTable>) => {
  const meanings = Map.groupBy(
    tables.flatMap(({ described, dimensions }) =>
      dimensions.map(({ id, column }) => {
        const own = described.columns.find(({ name }) => name === column)?.meaning ?? ""
        return { id, meaning: id === "FREQ" ? "how long a period is" : own }
      })
    ),
    ({ id }) => id
  )
  return {
    ...owned(concepts, "Concepts of counter-trafficking statistics"),
    concepts: [
      ...[...meanings].map(([id, found]) => ({
        id,
        name: id,
        description: [...new Set(found.map(({ meaning }) => meaning))].join("; ")
      })),
      { id: "OBS_VALUE", name: "Count", description: "absent unless OBS_STATUS is A; an absent value is not 0" },
      ...attributes.map(({ id, name }) => ({ id, name }))
    ]
  }
}

/** Returns the structure message of an edition with the labels of its tables. A table without cells has no labels, so it is left out. */
export const sdmxStructure = (edition: EditionDescription, tables: ReadonlyArray<TableWithCells>) => {
  const artefacts = artefactsOf(edition)
  const { owned, structureUrn } = artefacts
  const described = tables
    .filter(({ table }) => table.states.length > 0)
    .map((one) => ({ described: one.described, dimensions: dimensionsOf(one.table, one.described) }))
  return {
    meta: {
      schema:
        "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/sdmx-json-structure-schema.json",
      id: `${edition.series}-${edition.version}`,
      prepared: edition.issued,
      test: edition.invented,
      contentLanguages: ["en"],
      sender: { id: agency, name: edition.publisher }
    },
    data: {
      codelists: [...statusCodeLists, ...described.flatMap((one) => codeListsOf(artefacts, one))],
      conceptSchemes: [conceptScheme(artefacts, described)],
      dataStructures: described.map((one) => ({
        ...owned(structureId(edition, one.described), one.described.title),
        description: `${beforeRetracted(edition)}What is counted: ${one.described.unit}`,
        dataStructureComponents: {
          dimensionList: dimensionList(artefacts, one),
          measureList: measureList(artefacts),
          attributeList: attributeList(artefacts)
        }
      })),
      dataflows: described.map((one) => ({
        ...owned(structureId(edition, one.described), one.described.title),
        structure: structureUrn(structureId(edition, one.described))
      }))
    }
  }
}
