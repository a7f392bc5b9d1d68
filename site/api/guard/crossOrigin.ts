import { HttpServerResponse } from "effect/http"

/** Returns whether the address is private to an account. Pages of other sites cannot read it. */
export const isPrivate = (url: string): boolean => /^\/v1\/(?:queries|requests)(?:[/?]|$)/.test(url)

/** Lets pages of other sites read published data, without credentials. */
export const crossOriginHeaders = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "access-control-expose-headers": "etag, link, content-disposition, retry-after"
} as const

/** Returns the response to a CORS preflight request. */
export const preflight = () =>
  HttpServerResponse.empty({
    status: 204,
    headers: {
      ...crossOriginHeaders,
      "access-control-allow-methods": "GET, HEAD",
      "access-control-allow-headers": "accept, if-none-match",
      "access-control-max-age": "86400"
    }
  })
