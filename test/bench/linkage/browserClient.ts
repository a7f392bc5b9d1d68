/** The client of a round in a page, for `measureBrowser.ts`: invents people and takes part as a partner's client does. */
import { linkageKeys } from "@corridor/linkage/keys/linkageKeys"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { startClient, tokensOf } from "@corridor/linkage/round/Client"
import type { KeyRecord } from "@corridor/linkage/round/Dealing"
import type { Terms } from "@corridor/linkage/round/Terms"
import { bytesOf } from "@corridor/linkage/round/text"
import { joinElements, splitElements } from "../../../ingest/linkage/elements.ts"

interface HolderAnswer {
  readonly products: string
  readonly proof?: string
}

declare const askHolder: (
  holder: number,
  request: { readonly holders: ReadonlyArray<number>; readonly elements: string; readonly withProof: boolean }
) => Promise<HolderAnswer>

const given = ["Олена", "Ірина", "Maria", "Наталия", "Svitlana", "Tetiana", "Андрій", "Sergei", "يوسف", "Viktor"]

/** Syllables make some thousand family names. */
const syllables = ["ko", "pe", "tren", "mo", "ro", "sav", "chen", "le", "be", "dev", "tka", "or", "zin", "gal"]

const personOf = (i: number) => {
  const part = (at: number) => syllables[(i * 7 + at * 5 + Math.floor(i / 14 ** at)) % syllables.length]
  const two = (number: number) => String(number).padStart(2, "0")
  return {
    givenNames: given[i % given.length] as string,
    familyNames: `${part(0)}${part(1)}${part(2)}`,
    birthDate: `${1950 + (i % 55)}-${two(1 + (i % 12))}-${two(1 + (i % 28))}`,
    sex: i % 2 === 0 ? ("female" as const) : ("male" as const),
    citizenship: "UKR",
    // 42 of 100 files have a document, as those of the invented people of the other measurements.
    ...(i % 100 < 42 ? { documentNumber: `AB${100_000 + i}` } : {})
  }
}

/** Returns how many keys and rows there were, and the longest time in which the page could not respond, in milliseconds. */
export const takePart = async (terms: Terms, key: KeyRecord, count: number) => {
  await groupReady
  let [last, longest] = [performance.now(), 0]
  const pulse = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 20)
  const persons = Array.from({ length: count }, (_, i) => ({
    keys: linkageKeys(personOf(i)),
    stratum: { year: "2024" }
  }))
  const rows = await tokensOf({
    state: startClient(terms, "partner", persons),
    persons,
    key,
    ask: async (holder, { elements, ...request }) => {
      const { products, proof } = await askHolder(holder, { ...request, elements: joinElements(elements) })
      return { products: splitElements(products), ...(proof === undefined ? {} : { proof: bytesOf(proof) }) }
    }
  })
  clearInterval(pulse)
  return {
    keys: persons.reduce((sum, own) => sum + own.keys.length, 0),
    rows: rows.length,
    longestPauseMillis: Math.round(longest)
  }
}
