/** Returns an error in ClickHouse's format, so that one function can parse all error codes. */
export const clickHouseError = (code: number, message: string, name: string): Error =>
  new Error(`Code: ${code}. DB::Exception: ${message}. (${name})`)
