/** Why a TLS connection was refused. Without it, a server whose certificate has expired looks like one that does not respond. */
import { meaningOfCode } from "../../ports/meaningOfCode.ts"

const untrusted = "its certificate is not of an authority that is trusted here"

const notAccepted = "it does not accept this client's certificate"

/** Codes of Node.js and OpenSSL, which has two names for some of them. */
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
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "it asks for a client's certificate",
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: notAccepted,
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: notAccepted,
  ...Object.fromEntries(
    ["BAD_CERTIFICATE", "CERTIFICATE_UNKNOWN", "CERTIFICATE_EXPIRED", "CERTIFICATE_REVOKED", "UNSUPPORTED_CERTIFICATE"]
      .flatMap((alert) => [`ERR_SSL_SSLV3_ALERT_${alert}`, `ERR_SSL_SSL/TLS_ALERT_${alert}`])
      .map((code) => [code, notAccepted])
  ),
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS at this port",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it does not speak TLS at this port"
}

/** Returns what is wrong with a server's certificate, or with the client's, by the error or by one that caused it; undefined if it is something else. */
export const certificateProblem = (error: unknown): string | undefined => meaningOfCode(meanings, error)
