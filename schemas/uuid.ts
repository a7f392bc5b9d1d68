/** An id as messages and rows have it: a UUID in lower case. */
export const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** An id as partners may write it. */
export const uuidInAnyCase = new RegExp(uuid, "i")
