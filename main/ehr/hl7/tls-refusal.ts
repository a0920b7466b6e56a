/** Why a sender did not get through the TLS handshake; null when it went away by itself, as port checks do. */
export function tlsRefusal(error: NodeJS.ErrnoException): string | null {
  switch (error.code) {
    case 'ECONNRESET':
      return null;
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_HTTP_REQUEST':
      return 'the sender does not speak TLS';
    case 'ERR_SSL_UNSUPPORTED_PROTOCOL':
      return 'the sender speaks no TLS of version 1.2 or later';
    case 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE':
      return 'the sender showed no certificate';
    case 'ERR_TLS_HANDSHAKE_TIMEOUT':
      return 'the sender did not finish the TLS handshake in time';
    default:
      return `the TLS handshake failed (${error.code ?? error.name})`;
  }
}
