import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import type { Asset } from "./Asset.ts"
import { encodedBody } from "./contentCoding.ts"

/** Responds with the file, compressed if the browser accepts it. Browsers may cache it for a year. */
export const assetResponse = ({ encoded, type }: Asset) =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const { bytes, headers } = yield* encodedBody(request.headers["accept-encoding"], encoded)
    return HttpServerResponse.uint8Array(bytes, {
      contentType: type,
      headers: {
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        vary: "accept-encoding",
        ...headers
      }
    })
  })
