import type { Reply, Transport } from '../../main/contract.ts';

/** What a browser does with the kiosk's link: opens it once and keeps the cookie. Node's fetch doesn't follow here, to see the redirect. */
export async function openLink(url: string): Promise<{ origin: string; cookie: string; response: Response }> {
  const response = await fetch(url, { redirect: 'manual' });
  return { origin: new URL(url).origin, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0]!, response };
}

/** Calls as the kiosk's own page does; who is let in gets another cookie. */
export const overHttp =
  (session: { origin: string; cookie: string }): Transport =>
  async (name, input) => {
    const { origin, cookie } = session;
    const response = await fetch(`${origin}/api/${name}`, {
      method: 'POST',
      headers: { origin, cookie, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    session.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return (await response.json()) as Reply;
  };
