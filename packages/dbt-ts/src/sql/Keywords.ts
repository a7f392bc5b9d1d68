/** Returns the words of a text, which are separated by spaces and line breaks. */
export const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Words that end an expression, so that they are not taken for an alias without AS. */
export const notAliases = words(`
  all and anti any array as asc asof between by collate cross cube desc distinct div else end except fetch fill final format
  from full global group having ilike in inner intersect interpolate into is join left like limit mod not null nulls
  offset on only or order outer partition paste prewhere qualify regexp right rlike rollup sample semi select set settings
  step then to top union using values when where window with apply replace rows range groups strict`)

/** Units of time, which some functions take as a bare word. */
export const units = words(`
  nanosecond nanoseconds ns microsecond microseconds us millisecond milliseconds ms second seconds ss s minute minutes mi n
  hour hours hh h day days dd d week weeks wk ww month months mm m quarter quarters qq q year years yyyy yy`)

export const takesUnit = words(`
  dateadd date_add datesub date_sub datediff date_diff timestampadd timestamp_add timestampsub timestamp_sub timestampdiff
  timestamp_diff timestampadd datetrunc date_trunc`)
