/** How much of anything a file may have. What is beyond is no file of records, and is refused before it fills the memory. */

/** Characters of one row; a record has some hundred. */
export const longestRow = 1_000_000

/** Columns with a name or a value; the widest known format (CTDC) has 63. */
export const mostColumns = 2_000

/** Levels of arrays and objects in a line of JSON; a record has three. */
export const deepestJson = 16

/** Rows that may stand above the header: titles, banners. */
export const mostRowsAbove = 30

/** Bytes that all parts of a workbook may have when they are unpacked. */
export const largestWorkbook = 2_000_000_000

/** Unpacked bytes for each packed one, beyond `bombFloor`; sheets of real workbooks stay under 60. */
export const largestRatio = 150

/** Below this a part is too small to harm, whatever its ratio. */
export const bombFloor = 16_000_000

/** Characters in a workbook's table of texts, which is kept in memory. */
export const mostSharedText = 60_000_000

/** Texts in that table: even an empty one takes room. */
export const mostSharedTexts = 2_000_000

/** Files in a workbook. */
export const mostParts = 5_000
