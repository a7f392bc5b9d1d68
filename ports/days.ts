export const secondsOfDay = 86_400
export const millisOfDay = 1_000 * secondsOfDay

/** How wrong the clock may have been that dated a record, a vintage or a backup, in milliseconds: a day, and a time zone. */
export const datingError = 2 * millisOfDay
