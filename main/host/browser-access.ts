import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** One-time links and the sessions they began. Only digests are kept, and compared in constant time. */
export function openAccess(port: number) {
  const links = new Set<Buffer>();
  const sessions = new Set<Buffer>();
  // Cookies are shared between the ports of a host: the port in the name keeps two kiosks on one computer apart.
  const name = `kiosk-${port}`;
  const token = (into: Set<Buffer>) => {
    const made = randomBytes(32).toString('base64url');
    into.add(digest(made));
    return made;
  };
  const found = (said: string, among: Set<Buffer>) => {
    const wanted = digest(said);
    return [...among].filter(known => timingSafeEqual(known, wanted))[0];
  };
  return {
    link: () => token(links),
    /** The Set-Cookie value for a link that is good, once; null otherwise. */
    begin(said: string): string | null {
      const link = found(said, links);
      if (link === undefined) return null;
      links.delete(link);
      return `${name}=${token(sessions)}; Path=/; HttpOnly; SameSite=Strict`;
    },
    isKnown: (cookies: string | undefined) =>
      (cookies ?? '')
        .split(';')
        .map(cookie => cookie.trim().split('='))
        .some(([key, said]) => key === name && found(said ?? '', sessions) !== undefined),
  };
}

const digest = (token: string) => createHash('sha256').update(token).digest();
