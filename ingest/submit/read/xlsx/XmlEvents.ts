/** Reads a part's XML as events. A document type declaration is refused, because entities are a common attack. */
import { SaxesParser } from "saxes"
import { FileRefused } from "../FileRefused.ts"
import { SimpleRows, type XmlHandlers } from "./SimpleRows.ts"

const bare = (name: string) => {
  const colon = name.indexOf(":")
  return colon === -1 ? name : name.slice(colon + 1)
}

/** Parses the XML and yields after each chunk, so that the caller can take what the handlers collected. */
export async function* xmlEvents(bytes: AsyncIterable<Uint8Array>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on("doctype", () => {
    throw new FileRefused("xlsx-unsafe")
  })
  let opened = 0
  parser.on("opentag", (tag) => {
    opened++
    handlers.open(bare(tag.name), tag.attributes as Record<string, string>)
  })
  parser.on("text", handlers.text)
  parser.on("closetag", (tag) => handlers.close(bare(tag.name)))
  const rows = new SimpleRows(
    (text) => parser.write(text),
    handlers,
    () => opened
  )
  const decoder = new TextDecoder("utf-8", { fatal: true })
  const guarded = (step: () => void) => {
    try {
      step()
    } catch (cause) {
      throw cause instanceof FileRefused ? cause : new FileRefused("xlsx-malformed")
    }
  }
  for await (const chunk of bytes) {
    guarded(() => rows.write(decoder.decode(chunk, { stream: true })))
    yield
  }
  guarded(() => {
    rows.write(decoder.decode())
    rows.end()
    parser.close()
  })
  yield
}

/** Runs through a part that is small enough to be taken whole. */
export const readXml = async (bytes: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> => {
  for await (const _ of xmlEvents(bytes, handlers));
}
