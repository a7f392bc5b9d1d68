/** Rows in one request, but for the last one. */
export const chunkRows = 1_000

/** Records in one upload. */
export const mostRecords = 500_000
