/** Group elements in messages: one after another, 32 bytes each, as base64url. */
import { concat, type Element, encodedLength } from "@corridor/linkage/oprf/Group"
import { fromText, toText } from "@corridor/linkage/round/text"

/** Returns elements as one text. */
export const joinElements = (elements: ReadonlyArray<Element>): string => toText(concat(...elements))

/** Returns the elements of a text; none if it is malformed, which no party takes for an answer or a request. */
export const splitElements = (text: string): ReadonlyArray<Element> => {
  const bytes = fromText(text)
  if (bytes === undefined || bytes.length % encodedLength !== 0) return []
  return Array.from({ length: bytes.length / encodedLength }, (_, i) =>
    bytes.slice(i * encodedLength, (i + 1) * encodedLength)
  )
}
