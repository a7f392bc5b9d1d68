/** Reads an answer of another server, which may be wrong: without a limit, one that never ends fills the memory. */

/** The answer is longer than any that is meant. */
export class TooLong extends Error {}

/** Returns the body as text. Throws `TooLong` after `most` bytes, and reads no more. */
export const limitedText = async (body: ReadableStream<Uint8Array> | null, most: number): Promise<string> => {
  if (body === null) return ""
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ""
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.length
    if (bytes > most) {
      await reader.cancel()
      throw new TooLong()
    }
    text += decoder.decode(value, { stream: true })
  }
}
