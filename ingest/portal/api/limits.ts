/** Rows per request; the last one may have fewer. */
export const chunkRows = 1_000

/** The most records in one upload. */
export const maxRecords = 500_000

/** The most records in one question for outcomes. */
export const maxOutcomeIds = 1_000
