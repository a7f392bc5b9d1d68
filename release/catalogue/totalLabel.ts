/** Label of margins in every release. */
export const totalLabel = "Total"
