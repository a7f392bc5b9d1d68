import { createHash } from "node:crypto"

/** dbt's hash of a file: of its content without the white space around it. */
export const sha256 = (text: string): string => createHash("sha256").update(text.trim()).digest("hex")
