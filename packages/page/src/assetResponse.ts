import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import type { Asset } from "./Asset.ts"
import { acceptedCoding } from "./acceptedCoding.ts"

/** Responds with the file, compressed if the browser accepts Brotli. Browsers may cache it for a year. */
export const assetResponse = ({ bytes, brotli, type }: Asset) =>
  Effect.gen(function* () {
    const { headers } = yield* HttpServerRequest.HttpServerRequest
    const isBrotli = acceptedCoding(headers["accept-encoding"], ["br"]) === "br"
    return HttpServerResponse.uint8Array(isBrotli ? yield* Effect.promise(brotli) : bytes, {
      contentType: type,
      headers: {
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        vary: "accept-encoding",
        ...(isBrotli ? { "content-encoding": "br" } : {})
      }
    })
  })
