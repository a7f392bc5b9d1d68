/** Reads a part's XML as events. A document type declaration is refused, because entities are a common attack. */
import { SaxesParser } from "saxes"
import { FileRefused } from "../FileRefused.ts"

interface XmlHandlers {
  /** `name` has no prefix; attributes are as written. */
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly text: (text: string) => void
  readonly close: (name: string) => void
}

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
  parser.on("opentag", (tag) => handlers.open(bare(tag.name), tag.attributes as Record<string, string>))
  parser.on("text", handlers.text)
  parser.on("closetag", (tag) => handlers.close(bare(tag.name)))
  const decoder = new TextDecoder("utf-8", { fatal: true })
  const guarded = (step: () => void) => {
    try {
      step()
    } catch (cause) {
      throw cause instanceof FileRefused ? cause : new FileRefused("xlsx-malformed")
    }
  }
  for await (const chunk of bytes) {
    guarded(() => parser.write(decoder.decode(chunk, { stream: true })))
    yield
  }
  guarded(() => {
    parser.write(decoder.decode())
    parser.close()
  })
  yield
}

/** Runs through a part that is small enough to be taken whole. */
export const readXml = async (bytes: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> => {
  for await (const _ of xmlEvents(bytes, handlers));
}
