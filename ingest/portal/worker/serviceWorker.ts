/**
 * Keeps the page's shell on the device, so that the page opens without a network: its HTML in each language, script, style and maps.
 *
 * It stores nothing else. Answers of the API, which may concern a partner, are neither stored nor looked at.
 */
import { isLanguage, languages } from "../../../schemas/Languages.ts"
import { shell } from "./shell.ts"

declare const self: ServiceWorkerGlobalScope

const prefix = "corridor-portal-"
const storeName = prefix + shell.version

const pageAddress = (language: string) => `/portal?lang=${language}`

/** A page that has not arrived by then is taken from the device. */
const timeoutMillis = 5_000

/** Without cookies: what is stored is the same for everybody, and fetching a language does not choose it. */
const install = async () => {
  const store = await caches.open(storeName)
  const addresses = [...shell.files, ...languages.map(pageAddress)]
  await store.addAll(addresses.map((address) => new Request(address, { credentials: "omit", cache: "no-cache" })))
  await self.skipWaiting()
}

/** Removes the shells of other versions. The queue of records is in IndexedDB and stays. */
const activate = async () => {
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== storeName)
  await Promise.all(others.map((name) => caches.delete(name)))
  await self.clients.claim()
}

const stored = async (address: string) => (await caches.open(storeName)).match(address, { ignoreVary: true })

/** Returns the page from the network; from the device, in the language of the address or the browser, if the network does not answer. */
const page = async (request: Request, url: URL): Promise<Response> => {
  const wanted = [url.searchParams.get("lang"), ...self.navigator.languages.map((tag) => tag.slice(0, 2))]
  const language = wanted.find(isLanguage) ?? languages[0]
  try {
    return await fetch(request, { signal: AbortSignal.timeout(timeoutMillis) })
  } catch {
    return (await stored(pageAddress(language))) ?? Response.error()
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()))
self.addEventListener("activate", (event) => event.waitUntil(activate()))
self.addEventListener("fetch", (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== "GET" || url.origin !== self.location.origin) return
  if (request.mode === "navigate" && url.pathname === "/portal") event.respondWith(page(request, url))
  else if (shell.files.includes(url.pathname))
    event.respondWith(stored(url.pathname).then((file) => file ?? fetch(request)))
})
