import { OpenApi } from "effect/http-api"
import { Api } from "../Api.ts"

const literal = (text: string) => text.replace(/[.*+?^$()|[\]\\]/g, "\\$&")

const paths = Object.entries(OpenApi.fromApi(Api).paths).map(([path, item]) => ({
  fits: new RegExp(
    `^${path
      .split(/\{[^}]*\}/)
      .map(literal)
      .join("[^/]+")}$`
  ),
  methods: Object.keys(item).map((method) => method.toUpperCase())
}))

/** Methods that an address of the API knows; none where there is no such address. */
export const allowedMethods = (pathname: string): ReadonlyArray<string> => {
  const methods = paths.find(({ fits }) => fits.test(pathname))?.methods ?? []
  return methods.includes("GET") ? [...methods, "HEAD"] : methods
}
