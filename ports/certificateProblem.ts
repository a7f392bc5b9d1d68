/** Why a TLS connection was refused. Without it, a server whose certificate has expired looks like one that does not respond. */
import { meaningOfCode } from "./meaningOfCode.ts"

const untrusted = "its certificate is not of an authority that is trusted here"

const noCommonTls = "it has no version or cipher of TLS that this program accepts: it must have TLS 1.2 or 1.3"

/** TLS has one alert for both reasons. */
const handshakeRefused =
  "it refused the TLS handshake: it has no version or cipher that this program accepts (TLS 1.2 or 1.3), or asks for a client's certificate"

const tooWeak = "its certificate's key or signature is too weak"

const noTls = "it does not speak TLS at this port"

const notAccepted = "it does not accept this client's certificate"

/** Codes of Node.js and OpenSSL, which has two names for some of them. */
const meanings: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: compare the clocks of both machines",
  CERT_REVOKED: "its certificate was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  HOSTNAME_MISMATCH: "its certificate is for another name",
  INVALID_PURPOSE: "its certificate is not for servers",
  CA_KEY_TOO_SMALL: tooWeak,
  CA_MD_TOO_WEAK: tooWeak,
  EE_KEY_TOO_SMALL: tooWeak,
  ERR_SSL_EE_KEY_TOO_SMALL: tooWeak,
  ERR_SSL_DH_KEY_TOO_SMALL: tooWeak,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  CERT_REJECTED: untrusted,
  CERT_UNTRUSTED: untrusted,
  INVALID_CA: untrusted,
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
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: noCommonTls,
  ERR_SSL_UNSUPPORTED_PROTOCOL: noCommonTls,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: handshakeRefused,
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE": handshakeRefused,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  // What was written before the handshake ended gets this code.
  EPROTO: noTls
}

/** Returns what is wrong with a server's or the client's certificate, from the error or its cause; undefined if the error has another reason. */
export const certificateProblem = (error: unknown): string | undefined => meaningOfCode(meanings, error)
