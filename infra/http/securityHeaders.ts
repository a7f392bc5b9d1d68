/** The security headers of every answer of every port. An answer that has one of them already keeps its own. */
import { HttpServerResponse } from "effect/http"

/**
 * No scripts, no frames, no referrer, no guessed types, no access by other sites' pages, no access to devices.
 *
 * A page replaces the content security policy by one that allows what it uses; published data replaces the resource policy.
 */
export const securityHeaders = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
} as const

/** Makes browsers use TLS only, for a year. */
const tlsOnly = { "strict-transport-security": "max-age=31536000" }

/** Adds the headers that the response lacks. `tls`: browsers reach the server over TLS. */
export const withSecurityHeaders = (
  response: HttpServerResponse.HttpServerResponse,
  tls: boolean
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.setHeaders(response, {
    ...securityHeaders,
    ...(tls ? tlsOnly : {}),
    ...response.headers
  })
