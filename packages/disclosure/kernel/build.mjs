/** Writes `src/attack/innerLoopsCode.ts` from `innerLoops.wat`: `npm install && npm run build` in this folder. */
import { createHash } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import makeWabt from "wabt"

const name = "innerLoops.wat"
const text = readFileSync(join(import.meta.dirname, name), "utf8")
const { parseWat } = await makeWabt()
const { buffer } = parseWat(name, text).toBinary({})
writeFileSync(
  join(import.meta.dirname, "../src/attack/innerLoopsCode.ts"),
  `/** Made from \`kernel/${name}\` by \`kernel/build.mjs\`. Not for editing. */
export const madeFrom = "${createHash("sha256").update(text).digest("hex")}"

export const innerLoopsCode =
  "${Buffer.from(buffer).toString("base64")}"
`
)
