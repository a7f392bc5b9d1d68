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

/** Attributes of an observation. */
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

/** Returns the structure message of an edition with the labels of its tables. A table without cells has no labels, so it is left out. */
export const sdmxStructure = (edition: EditionDescription, tables: ReadonlyArray<TableWithCells>) => {
  const version = versionOf(edition)
  const owned = (id: string, name: string) => ({ id, agencyID: agency, version, name })
  const concept = (id: string) => `${model}.conceptscheme.Concept=${agency}:${concepts}(${version}).${id}`
  const codeListId = (table: TableDescription, { id }: SdmxDimension) => `CL_${structureId(edition, table)}_${id}`
  const all = tables
    .filter(({ table }) => table.states.length > 0)
    .map(({ described, table }) => ({ described, dimensions: dimensionsOf(table, described) }))

  const meanings = new Map<string, Set<string>>()
  for (const { described, dimensions } of all)
    for (const { id, column } of dimensions) {
      const own = described.columns.find(({ name }) => name === column)?.meaning ?? ""
      const meaning = id === "FREQ" ? "how long a period is" : own
      meanings.set(id, (meanings.get(id) ?? new Set()).add(meaning))
    }

  const dataStructure = ({ described, dimensions }: (typeof all)[number]) => {
    const coded = dimensions.filter(({ id }) => id !== "TIME_PERIOD")
    const time = dimensions.find(({ id }) => id === "TIME_PERIOD")
    return {
      ...owned(structureId(edition, described), described.title),
      description: `${beforeRetracted(edition)}What is counted: ${described.unit}`,
      dataStructureComponents: {
        dimensionList: {
          id: "DimensionDescriptor",
          dimensions: coded.map((dimension, position) => ({
            id: dimension.id,
            position,
            conceptIdentity: concept(dimension.id),
            localRepresentation: {
              enumeration:
                dimension.codes === undefined
                  ? statusList("CL_FREQ")
                  : `${model}.codelist.Codelist=${agency}:${codeListId(described, dimension)}(${version})`
            }
          })),
          ...(time === undefined
            ? {}
            : {
                timeDimension: {
                  id: time.id,
                  conceptIdentity: concept(time.id),
                  localRepresentation: { format: { dataType: "ObservationalTimePeriod" } }
                }
              })
        },
        measureList: {
          id: "MeasureDescriptor",
          measures: [
            { id: "OBS_VALUE", usage: "optional", conceptIdentity: concept("OBS_VALUE"), localRepresentation: integer }
          ]
        },
        attributeList: {
          id: "AttributeDescriptor",
          attributes: attributes.map(({ id, usage, representation }) => ({
            id,
            usage,
            conceptIdentity: concept(id),
            attributeRelationship: { observation: {} },
            measureRelationship: ["OBS_VALUE"],
            localRepresentation: representation
          }))
        }
      }
    }
  }

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
      codelists: [
        ...Object.entries(statusLists).map(([id, list]) => ({
          id,
          agencyID: "SDMX",
          version: list.version,
          name: list.name,
          isPartial: true,
          codes: Object.entries(list.codes).map(([code, name]) => ({ id: code, name }))
        })),
        ...all.flatMap(({ described, dimensions }) =>
          dimensions.flatMap((dimension) =>
            dimension.codes === undefined
              ? []
              : [
                  {
                    ...owned(codeListId(described, dimension), `${described.title}: ${dimension.column}`),
                    codes: dimension.codes.map(({ id, label, name }) => ({
                      id,
                      name,
                      // The label as the other formats have it, where it is no code of SDMX.
                      ...(id === label ? {} : { annotations: [{ id: "LABEL", type: "LABEL", title: label }] })
                    }))
                  }
                ]
          )
        )
      ],
      conceptSchemes: [
        {
          ...owned(concepts, "Concepts of counter-trafficking statistics"),
          concepts: [
            ...[...meanings].map(([id, texts]) => ({ id, name: id, description: [...texts].join("; ") })),
            { id: "OBS_VALUE", name: "Count", description: "absent unless OBS_STATUS is A; an absent value is not 0" },
            ...attributes.map(({ id, name }) => ({ id, name }))
          ]
        }
      ],
      dataStructures: all.map(dataStructure),
      dataflows: all.map(({ described }) => ({
        ...owned(structureId(edition, described), described.title),
        structure: `${model}.datastructure.DataStructure=${agency}:${structureId(edition, described)}(${version})`
      }))
    }
  }
}
