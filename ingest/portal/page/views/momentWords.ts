/** Moments as the reader's language and place write them. */
export const momentWords = (language: string, moment: string): string => {
  const time = Date.parse(moment.includes("T") ? moment : `${moment.replace(" ", "T")}Z`)
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(time)
}
