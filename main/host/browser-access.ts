import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

interface Seat {
  /** Of the cookie's value. */
  digest: Buffer;
  seat: string;
}

/** One-time links and the windows that they opened. Only digests are kept, and compared in constant time. */
export function openAccess(port: number) {
  const links = new Set<Buffer>();
  const seats: Seat[] = [];
  // Cookies are shared between the ports of a host: the port in the name keeps two kiosks on one computer apart.
  const name = `kiosk-${port}`;
  const cookie = (token: string) => `${name}=${token}; Path=/; HttpOnly; SameSite=Strict`;
  return {
    link(): string {
      const token = newToken();
      links.add(digest(token));
      return token;
    },
    /** The Set-Cookie value for a link that is good, once; null otherwise. */
    begin(said: string): string | null {
      const wanted = digest(said);
      const link = [...links].find(known => timingSafeEqual(known, wanted));
      if (link === undefined) return null;
      links.delete(link);
      const token = newToken();
      seats.push({ digest: digest(token), seat: newToken() });
      return cookie(token);
    },
    /** Which window sends these cookies; null for a stranger. */
    seatOf(cookies: string | undefined): string | null {
      for (const [key, said] of (cookies ?? '').split(';').map(each => each.trim().split('='))) {
        const wanted = key === name ? digest(said ?? '') : null;
        const found = wanted && seats.find(each => timingSafeEqual(each.digest, wanted));
        if (found) return found.seat;
      }
      return null;
    },
    /** Another cookie for a window; the one before is worth nothing from now on. */
    renew(seat: string): string {
      const token = newToken();
      seats.find(each => each.seat === seat)!.digest = digest(token);
      return cookie(token);
    },
  };
}

const newToken = (): string => randomBytes(32).toString('base64url');
const digest = (token: string): Buffer => createHash('sha256').update(token).digest();
