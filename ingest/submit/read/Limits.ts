/** Limits of files. A file that exceeds one is refused before it fills the memory. */

/** Characters in a row; a record has a few hundred. */
export const longestRow = 1_000_000

/** Columns with a name or a value. The widest known format (CTDC) has 63. */
export const maxColumns = 2_000

/** Levels of arrays and objects in a line of JSON. A record has three. */
export const deepestJson = 16

/** Bytes of a JSON document, which is parsed as a whole. Larger exports are NDJSON or CSV. */
export const largestDocument = 100_000_000

/** Copies of a filled row that an OpenDocument sheet may declare at once. */
export const maxRepeatedRows = 10_000

/** Bytes of a table in an archive, which is unpacked in memory. */
export const largestPackedTable = 200_000_000

/** Rows above the header, such as titles. */
export const maxRowsAbove = 30

/** Unpacked bytes of all parts of a workbook. */
export const largestWorkbook = 2_000_000_000

/** Ratio of unpacked to packed bytes, beyond `bombFloor`. Sheets of real workbooks stay below 60. */
export const largestRatio = 150

/** A smaller part is harmless at any ratio. */
export const bombFloor = 16_000_000

/** Characters in a workbook's shared strings, which are kept in memory. */
export const maxSharedText = 60_000_000

/** Number of shared strings; even an empty one takes memory. */
export const maxSharedTexts = 2_000_000

/** Files in a workbook. */
export const maxParts = 5_000

/** Merged cells of a sheet, which are kept in memory. */
export const maxMergedCells = 100_000
