/**
 * The description as it is served: parameters with the labels that the latest edition has, so that a request that the description allows is
 * answered. A table's own address takes its dimensions; an address of any table takes those of all tables.
 */
import type { PublishedTable } from "../../release/published/PublishedTable.ts"
import { openApiDocument } from "./openApiDocument.ts"
import { subjects } from "./schemas/subjects.ts"
import { type Labels, labelsIn } from "./tables/labelsIn.ts"
import { yearEnds } from "./tables/TableSelection.ts"

type Document = typeof openApiDocument
type Operation = Document["paths"][string]
type Parameter = Operation[keyof Operation]["parameters"][number]

/** Labels of a dimension that a description lists. */
const maxLabels = 500

/** Labels of one parameter in a request: with several parameters, their combinations are limited too. */
const maxAtOnce = 6

/** Returns a parameter with one or more labels, separated by commas. */
const labelParameter = (parameter: Parameter, labels: ReadonlySet<string>, most: number): Parameter => {
  const listed = [...labels].toSorted().slice(0, maxLabels)
  const {
    schema,
    example: _,
    ...rest
  } = parameter as Parameter & {
    readonly schema?: { readonly description?: string }
    readonly example?: unknown
  }
  return {
    ...rest,
    ...(schema?.description === undefined ? {} : { description: schema.description }),
    style: "form",
    explode: false,
    schema: { type: "array", items: { type: "string", enum: listed }, minItems: 1, maxItems: most },
    example: listed.slice(0, 1)
  } as Parameter
}

/** Replaces the parameters that name dimensions. */
const withLabels = (operation: Operation, dimensions: ReadonlySet<string>, labels: Labels, most: number): Operation =>
  Object.fromEntries(
    Object.entries(operation).map(([method, own]) => [
      method,
      {
        ...own,
        parameters: own.parameters.flatMap((parameter) => {
          const isEnd = yearEnds.some((end) => end === parameter.name)
          if (parameter.in !== "query" || !(dimensions.has(parameter.name) || isEnd)) return [parameter]
          const known = labels.get(parameter.name)
          return known === undefined || known.size === 0 ? [] : [labelParameter(parameter, known, isEnd ? 1 : most)]
        })
      }
    ])
  ) as Operation

/** Returns the description for the tables of the latest edition. `dimensions` are the names of all dimensions. */
export const servedDescription = (tables: ReadonlyArray<PublishedTable>, dimensions: ReadonlySet<string>): Document => {
  const all = labelsIn(tables)
  const tableOfPath = new Map(Object.values(subjects).map(({ path, table }) => [`/v1/${path}`, table]))
  const describe = (path: string, operation: Operation): Operation => {
    const name = tableOfPath.get(path)
    const own = tables.find((table) => table.name === name)
    // An edition without the table answers nothing there.
    if (name !== undefined)
      return withLabels(operation, dimensions, own === undefined ? all : labelsIn([own]), maxAtOnce)
    if (path === "/v1/regions") {
      const roles = tables.filter((table) => table.name.startsWith("region_roles_"))
      return withLabels(operation, dimensions, sharedLabels(roles), maxAtOnce)
    }
    return withLabels(operation, dimensions, all, path === "/v1/trends" ? 1 : maxAtOnce)
  }
  return {
    ...openApiDocument,
    paths: Object.fromEntries(Object.entries(openApiDocument.paths).map(([path, own]) => [path, describe(path, own)]))
  } as Document
}

/** Returns the labels that all tables have. */
const sharedLabels = (tables: ReadonlyArray<PublishedTable>): Labels => {
  const [first = new Map<string, ReadonlySet<string>>(), ...others] = tables.map((table) => labelsIn([table]))
  return new Map(
    [...first].map(([name, labels]) => [
      name,
      new Set([...labels].filter((label) => others.every((own) => own.get(name)?.has(label) ?? false)))
    ])
  )
}
