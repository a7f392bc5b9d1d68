/** Why an entry is returned. A list, because a free text could name persons. */
export const returnReasons = ["incomplete", "wrong-values", "wrong-mapping", "sent-before", "other"] as const
export type ReturnReason = (typeof returnReasons)[number]
