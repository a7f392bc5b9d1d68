import { OpenApi } from "effect/http-api"
import { releaseTables } from "../../release/catalogue/releaseTables.ts"
import { Api } from "./Api.ts"

/** Example values by parameter. */
const parameterExamples: Readonly<Record<string, string>> = {
  origin: "UKR,MDA",
  destination: "RUS",
  country: "RUS",
  corridor: "via UKR",
  year: "2004",
  from: "2003",
  to: "2006",
  page: "1",
  size: "100",
  format: "json",
  hxl: "true",
  release: "1",
  table: "flows",
  role: "transit",
  request: "1",
  name: "gender",
  series: "main",
  version: "latest",
  since: "1",
  change: "corrected",
  code: "request-label-unknown"
}

const bodyExamples: Readonly<Record<string, unknown>> = {
  "/v1/queries": { project: "baltic", choice: { table: "flows", by: ["origin", "year"] } },
  "/v1/requests": { subject: "journeys", from: ["Ukraine"], to: ["Russia"], firstYear: 2003, lastYear: 2006 },
  "/v1/requests/{request}/moves": { move: "submit" }
}

/** What parameters must look like, where the schema leaves it to the handler, which lists every problem at once. */
const parameterPatterns: Readonly<Record<string, string>> = {
  from: "^[0-9]{4}$",
  to: "^[0-9]{4}$",
  page: "^[1-9][0-9]{0,5}$",
  // Files may have more.
  size: "^([1-9][0-9]{0,3}|10000)$"
}

type Operation = NonNullable<ReturnType<typeof OpenApi.fromApi>["paths"][string]["get"]>

/** Returns a schema of a body that may have further members: they change nothing. */
const withMore = (schema: unknown): unknown =>
  Array.isArray(schema)
    ? schema.map(withMore)
    : typeof schema === "object" && schema !== null
      ? Object.fromEntries(
          Object.entries(schema)
            .filter(([name, value]) => name !== "additionalProperties" || value !== false)
            .map(([name, value]) => [name, withMore(value)])
        )
      : schema

const withExamples = (path: string, operation: Operation): Operation => {
  const body = operation.requestBody?.content["application/json"]
  return {
    ...operation,
    parameters: operation.parameters.map((parameter) => {
      const example = parameterExamples[parameter.name]
      const pattern = parameterPatterns[parameter.name]
      const schema =
        pattern === undefined || parameter.in !== "query" ? {} : { schema: { ...parameter.schema, pattern } }
      return { ...parameter, ...schema, ...(example === undefined ? {} : { example }) }
    }),
    ...(body === undefined || bodyExamples[path] === undefined
      ? {}
      : {
          requestBody: {
            ...operation.requestBody,
            content: {
              "application/json": { ...body, schema: withMore(body.schema), example: bodyExamples[path] }
            }
          }
        })
  } as Operation
}

const document = OpenApi.fromApi(Api)

/** The content of `/openapi.json`: the API's description, with an example of each parameter and body. */
export const openApiDocument = {
  ...document,
  info: {
    ...document.info,
    title: "Corridor",
    version: "1",
    description: `Counter-trafficking statistics that are safe to publish: ${releaseTables.size} tables of published releases, protected queries and requests for publication.`,
    license: { name: "Apache-2.0" }
  },
  paths: Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [method, withExamples(path, operation as Operation)])
      )
    ])
  )
}
