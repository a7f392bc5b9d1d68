/** Formats a time (ISO 8601 or ClickHouse's, in UTC) for the reader's language and time zone. */
export const formatTime = (language: string, time: string): string => {
  const milliseconds = Date.parse(time.includes("T") ? time : `${time.replace(" ", "T")}Z`)
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(milliseconds)
}
