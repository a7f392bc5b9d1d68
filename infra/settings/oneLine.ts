/** Returns whether a text has no control character. A carriage return at the end of a path is not visible, and names another folder. */
export const isOneLine = (text: string): boolean => !/\p{Cc}/u.test(text)

/** What `isOneLine` expects. */
export const oneLine = "no control character; a script with Windows line endings (CRLF) adds one"
