/** Rows per request; the last one may have fewer. */
export const chunkRows = 1_000

/** An account of a partner is named PARTNER.NAME; this is its NAME. */
export const accountName = /^[a-z][a-z0-9-]{1,19}$/

/** The most records in one upload. */
export const maxRecords = 500_000

/** The most records in one question for outcomes. */
export const maxOutcomeIds = 1_000
