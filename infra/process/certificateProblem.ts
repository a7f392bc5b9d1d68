/** Why a TLS connection was refused. Without it, a server whose certificate has expired looks like one that does not respond. */
import { meaningOfCode } from "./meaningOfCode.ts"

const untrusted = "its certificate is not of an authority that is trusted here"

/** Codes of Node.js and OpenSSL. */
const meanings: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: compare the clocks of both machines",
  CERT_REVOKED: "its certificate was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS at this port",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it does not speak TLS at this port"
}

/** Returns what is wrong with a server's certificate, by the error or by one that caused it; undefined if it is something else. */
export const certificateProblem = (error: unknown): string | undefined => meaningOfCode(meanings, error)
