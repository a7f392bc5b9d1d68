/**
 * Writes `src/oprf/clientBatchCode.ts` from this crate: `node build.mjs`. `cargo` fetches the sources of Cargo.lock; the compiler is that of Debian 12
 * (rustc 1.63; packages cargo, libstd-rust-dev-wasm32 and lld-14), called by CARGO, so that anybody gets the same bytes.
 */
import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const here = import.meta.dirname
const folder = mkdtempSync(join(tmpdir(), "client-batch-"))
const flags = [
  ...["-C", "linker=wasm-ld", "-C", "target-feature=+simd128", "--cfg", 'curve25519_dalek_backend="serial"'],
  `--remap-path-prefix=${folder}=.`,
  `--remap-path-prefix=${here}=.`
]
try {
  const env = { ...process.env, CARGO_HOME: join(folder, "home"), CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") }
  const vendor = ["vendor", "--locked", join(folder, "vendor")]
  const config = execFileSync("cargo", vendor, { cwd: here, encoding: "utf8" })
  mkdirSync(env.CARGO_HOME)
  writeFileSync(join(env.CARGO_HOME, "config.toml"), config)
  execFileSync(
    process.env.CARGO ?? "cargo",
    ["build", "--locked", "--offline", "--release", "--target", "wasm32-unknown-unknown", "--target-dir", folder],
    { cwd: here, env, stdio: "inherit" }
  )
  const code = readFileSync(join(folder, "wasm32-unknown-unknown/release/client_batch.wasm"))
  const digest = createHash("sha256")
  for (const name of ["Cargo.toml", "Cargo.lock", "src/lib.rs", "build.mjs"])
    digest.update(readFileSync(join(here, name)))
  writeFileSync(
    join(here, "../src/oprf/clientBatchCode.ts"),
    `/** Made from \`kernel/\` by \`kernel/build.mjs\`. Not for editing. */
export const madeFrom = "${digest.digest("hex")}"

export const clientBatchCode =
  "${code.toString("base64")}"
`
  )
} finally {
  rmSync(folder, { recursive: true })
}
