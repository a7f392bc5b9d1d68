/**
 * What pages of other sites may read: all that is out, as everybody may, and nothing that is of somebody. No cookie goes along: the
 * answers name no site and allow no credentials.
 */
import { HttpServerResponse } from "effect/http"

/** Addresses of somebody's own: another site's page reads nothing there. */
export const isPersonal = (url: string): boolean => /^\/v1\/(?:queries|requests)(?:[/?]|$)/.test(url)

export const openToPages = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "etag, link, content-disposition, retry-after"
} as const

/** To a browser that asks before it asks. */
export const preflight = () =>
  HttpServerResponse.empty({
    status: 204,
    headers: {
      ...openToPages,
      "access-control-allow-methods": "GET, HEAD",
      "access-control-allow-headers": "accept, if-none-match",
      "access-control-max-age": "86400"
    }
  })
