import { homedir } from "node:os"
import { join } from "node:path"

/** Where Maven's programs are kept between runs, as the product keeps them. */
export const cache = process.env["CORRIDOR_CACHE"] ?? join(homedir(), ".cache", "corridor")
