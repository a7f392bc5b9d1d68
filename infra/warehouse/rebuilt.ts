/** Databases that `transform` builds from the others. */
export const rebuilt = ["corridor_mart", "corridor_staging"]
