/** Which requests another site caused. Browsers send `Sec-Fetch-Site` only to secure addresses, and `Origin` with every request that changes something. */
import { assert, it } from "@effect/vitest"
import { Headers } from "effect/http"
import { isCrossSite } from "../../../ports/identity/SignedIn.ts"

const host = "partners.example.org"

const own: ReadonlyArray<Record<string, string>> = [
  {},
  { "sec-fetch-site": "same-origin" },
  { "sec-fetch-site": "none" },
  { origin: `https://${host}` },
  { origin: `http://${host}` },
  { origin: `https://${host}`, host: `${host}:443` },
  { origin: `https://${host}:8443`, host: `${host}:8443` },
  { origin: "http://[::1]:8080", host: "[::1]:8080" },
  { origin: "https://Partners.Example.org" }
]

const foreign: ReadonlyArray<Record<string, string>> = [
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site", origin: `https://${host}` },
  { "sec-fetch-site": "same-origin", origin: "https://other.example" },
  { origin: "https://other.example" },
  { origin: `https://${host}.other.example` },
  { origin: `https://${host}:8443` },
  { origin: `https://other.example@${host}@other.example` },
  { origin: "null" },
  { origin: "" },
  { origin: "file://" },
  { origin: "chrome-extension://abc" }
]

it("takes a request for its own only if no header names another site", () => {
  const of = (headers: Record<string, string>) => isCrossSite({ headers: Headers.fromInput({ host, ...headers }) })
  for (const headers of own) assert.isFalse(of(headers), JSON.stringify(headers))
  for (const headers of foreign) assert.isTrue(of(headers), JSON.stringify(headers))
})
