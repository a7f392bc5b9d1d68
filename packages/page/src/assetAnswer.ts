import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import type { Asset } from "./Asset.ts"

/** The file, compressed where the browser takes that, to be kept for a year: another content has another name. */
export const assetAnswer = ({ bytes, brotli, type }: Asset) =>
  Effect.map(HttpServerRequest.HttpServerRequest, (asked) => {
    const isBrotli = /\bbr\b/.test(asked.headers["accept-encoding"] ?? "")
    return HttpServerResponse.uint8Array(isBrotli ? brotli : bytes, {
      contentType: type,
      headers: {
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        vary: "accept-encoding",
        ...(isBrotli ? { "content-encoding": "br" } : {})
      }
    })
  })
