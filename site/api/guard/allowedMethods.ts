import { OpenApi } from "effect/http-api"
import { Api } from "../Api.ts"

const literal = (text: string) => text.replace(/[.*+?^$()|[\]\\]/g, "\\$&")

const paths = Object.entries(OpenApi.fromApi(Api).paths).map(([path, item]) => ({
  pattern: new RegExp(
    `^${path
      .split(/\{[^}]*\}/)
      .map(literal)
      .join("[^/]+")}$`
  ),
  methods: Object.keys(item).map((method) => method.toUpperCase())
}))

/** Returns the methods of a path of the API; none if the path does not exist. */
export const allowedMethods = (pathname: string): ReadonlyArray<string> => {
  const methods = paths.find(({ pattern }) => pattern.test(pathname))?.methods ?? []
  return methods.includes("GET") ? [...methods, "HEAD"] : methods
}
