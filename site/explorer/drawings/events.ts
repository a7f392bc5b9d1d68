/** Returns the position of a date on an axis of years: the middle of the year or of the month. */
export const eventAt = (date: string): number | undefined => {
  const [, year, month] = /^(\d{4})(?:-(\d\d))?$/.exec(date) ?? []
  if (year === undefined) return undefined
  return Number(year) + (month === undefined ? 0 : (Number(month) - 6.5) / 12)
}
