/** Texts inside a PNG file, which image programs show: the standard's keywords are `Copyright`, `Source` and others. */
import CRC32 from "crc-32"

/** Bytes of the signature and of the header, which comes first. */
const headerEnd = 33

/** Returns the PNG file with a text of Latin letters after its header. */
export const withPngText = (png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> => {
  const content = new TextEncoder().encode(`tEXt${keyword}\0${text}`)
  const part = new Uint8Array(content.length + 8)
  const view = new DataView(part.buffer)
  view.setUint32(0, content.length - 4)
  part.set(content, 4)
  // The checksum covers the type and the content of the chunk.
  view.setInt32(content.length + 4, CRC32.buf(content))
  const whole = new Uint8Array(png.length + part.length)
  whole.set(png.subarray(0, headerEnd))
  whole.set(part, headerEnd)
  whole.set(png.subarray(headerEnd), headerEnd + part.length)
  return whole
}
