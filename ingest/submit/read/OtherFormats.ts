/** What a file is that is sent by mistake, by its content: archives, documents, pictures, and workbooks of other programs. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import type { FileSource } from "./FileSource.ts"

const begins = (bytes: Uint8Array, signature: ReadonlyArray<number>) => signature.every((byte, i) => bytes[i] === byte)

const signatures: ReadonlyArray<readonly [code: ProblemCode, signature: ReadonlyArray<number>]> = [
  // PDF, RTF
  ["file-document", [0x25, 0x50, 0x44, 0x46]],
  ["file-document", [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  // PNG, JPEG, GIF, TIFF
  ["file-picture", [0x89, 0x50, 0x4e, 0x47]],
  ["file-picture", [0xff, 0xd8, 0xff]],
  ["file-picture", [0x47, 0x49, 0x46, 0x38]],
  ["file-picture", [0x49, 0x49, 0x2a, 0x00]],
  // gzip, RAR, 7z, xz, zstd
  ["file-compressed", [0x1f, 0x8b]],
  ["file-compressed", [0x52, 0x61, 0x72, 0x21]],
  ["file-compressed", [0x37, 0x7a, 0xbc, 0xaf]],
  ["file-compressed", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["file-compressed", [0x28, 0xb5, 0x2f, 0xfd]],
  // Workbooks of Excel 2 to 4, which are not compound files.
  ["file-old-excel", [0x09, 0x00, 0x04, 0x00]],
  ["file-old-excel", [0x09, 0x02, 0x06, 0x00]],
  ["file-old-excel", [0x09, 0x04, 0x06, 0x00]],
  // ELF, an empty ZIP archive
  ["file-format", [0x7f, 0x45, 0x4c, 0x46]],
  ["file-format", [0x50, 0x4b, 0x05, 0x06]]
]

const zip = [0x50, 0x4b, 0x03, 0x04]
const ole = [0xd0, 0xcf, 0x11, 0xe0]

/** Returns whether the file begins as a ZIP archive does. */
export const isZip = (head: Uint8Array): boolean => begins(head, zip)

/** Returns what a compound file of Microsoft is, by the names in the first sectors of its directory (MS-CFB 2.6): Office packs a workbook with a password into one. */
const kindOfCompound = async (source: FileSource, head: Uint8Array): Promise<ProblemCode> => {
  if (head.length < 76) return "file-old-excel"
  const data = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const [shift, sector] = [data.getUint16(30, true), data.getUint32(48, true)]
  const from = (sector + 1) * 2 ** shift
  if (shift > 12 || from >= source.size) return "file-old-excel"
  const names = new TextDecoder("utf-16le").decode(await source.read(from, Math.min(from + 4_096, source.size)))
  if (/EncryptedPackage|EncryptionInfo/.test(names)) return "file-password"
  return /WordDocument|PowerPoint Document/.test(names) ? "file-document" : "file-old-excel"
}

/** Returns what a ZIP archive is, by the names of its parts; undefined for a workbook that is read, tables, and anything else. */
export const kindOfParts = (names: ReadonlySet<string>): ProblemCode | undefined => {
  const all = [...names]
  if (all.some((name) => /^(?:word\/document|ppt\/presentation)\d*\.xml$/.test(name))) return "file-document"
  if (names.has("xl/workbook.bin")) return "file-old-excel"
  return all.some((name) => /(?:^|\/)Index(?:\.zip|\/[^/]+\.iwa)$/.test(name)) ? "file-numbers" : undefined
}

/** A document or slides in OpenDocument, whose first part says what it is. */
const otherOpenDocument = /^mimetypeapplication\/vnd\.oasis\.opendocument\.(?!spreadsheet)/

/** Returns what a file is that cannot be read, by its first bytes; undefined if it may be a table. */
export const otherFormat = async (source: FileSource, head: Uint8Array): Promise<ProblemCode | undefined> => {
  if (begins(head, ole)) return kindOfCompound(source, head)
  if (isZip(head) && otherOpenDocument.test(new TextDecoder("latin1").decode(head.subarray(30, 120))))
    return "file-document"
  return signatures.find(([, signature]) => begins(head, signature))?.[0]
}
