/** Returns a time, in milliseconds since 1970, as text in UTC that ClickHouse reads: `2026-11-29 10:00:00.000`. */
export const timeText = (millis: number): string => new Date(millis).toISOString().replace("T", " ").replace("Z", "")
