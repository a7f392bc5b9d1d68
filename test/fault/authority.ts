/** A certificate authority of a test, made with OpenSSL. */
import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

export interface Issued {
  readonly certificate: string
  readonly key: string
  /** A file with key and certificate. */
  readonly both: string
}

export interface Authority {
  readonly certificate: string
  /** Returns the PEM files of a new certificate for 127.0.0.1. */
  readonly issue: (name: string) => Issued
}

/** Makes an authority whose files are in `folder`. */
export const makeAuthority = (folder: string): Authority => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = (name: string) => join(folder, `${name}.pem`)
  const make = (name: string, ...more: ReadonlyArray<string>) => {
    const [certificate, key] = [file(name), file(`${name}-key`)]
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    const request = [
      "req",
      "-x509",
      ...curve,
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
      "-keyout",
      key,
      "-out",
      certificate
    ]
    execFileSync("openssl", [...request, ...more], { stdio: "pipe" })
    return { certificate, key }
  }
  const authority = make("authority")
  const signed = ["-CA", authority.certificate, "-CAkey", authority.key, "-addext", "subjectAltName=IP:127.0.0.1"]
  return {
    certificate: authority.certificate,
    issue: (name) => {
      const { certificate, key } = make(name, ...signed, "-addext", "basicConstraints=critical,CA:FALSE")
      const both = file(`${name}-both`)
      writeFileSync(both, readFileSync(key, "utf8") + readFileSync(certificate, "utf8"), { mode: 0o600 })
      return { certificate, key, both }
    }
  }
}
