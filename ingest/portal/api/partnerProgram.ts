/** The partner's program, one file that checks files and sends records from a partner's own machine. */
export const partnerProgramName = "corridor-partner.mjs"

/** The address from which anyone may download it. It has no data. */
export const partnerProgramPath = `/portal/${partnerProgramName}` as const
