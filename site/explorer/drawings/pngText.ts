/** Texts inside a PNG file, which image programs show: the standard's keywords are `Copyright`, `Source` and others. */

/** Returns the CRC-32 of ISO 3309, with which each chunk of a PNG ends. The package `crc-32` would add more than a kilobyte to the first view. */
const crc32 = (bytes: Uint8Array): number => {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/** Bytes of the signature and of the header, which comes first. */
const headerEnd = 33

/** Returns the PNG file with a text of Latin letters after its header. */
export const withPngText = (png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> => {
  const content = new TextEncoder().encode(`tEXt${keyword}\0${text}`)
  const part = new Uint8Array(content.length + 8)
  const view = new DataView(part.buffer)
  view.setUint32(0, content.length - 4)
  part.set(content, 4)
  view.setUint32(content.length + 4, crc32(content))
  const whole = new Uint8Array(png.length + part.length)
  whole.set(png.subarray(0, headerEnd))
  whole.set(part, headerEnd)
  whole.set(png.subarray(headerEnd), headerEnd + part.length)
  return whole
}
