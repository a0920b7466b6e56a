import type { SiteConfiguration } from './config/site-configuration.ts';
import { sameName } from './config/site-checks.ts';
import type { SiteRules } from './config/site-rules.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { Clock } from './ports.ts';
import { wardExchange, type WardExchange } from './services/exchange.ts';
import type { Ledger } from './store/ledger.ts';
import { readWardKey } from './vault/ward-key.ts';
import { wardSeal } from './vault/ward-seal.ts';

type Fault = { kind: string; why: string };

/** The exchange that a site's configuration asks for; null when it asks for none. A key of another hospital is refused. */
export function exchangeOfSite(
  { exchange }: Pick<SiteConfiguration, 'exchange'>,
  { kiosk, institution }: Pick<SiteRules, 'kiosk' | 'institution'>,
  { ledger, clock }: { ledger: Ledger; clock: Clock },
): Result<{ name: string; exchange: WardExchange }, Fault> | null {
  if (exchange === null) return null;
  const key = readWardKey(exchange.key);
  if (!key.ok) return key;
  if (!sameName(key.value.site, institution))
    return err({
      kind: 'other-site',
      why: `The ward's key ${exchange.key} is for ${key.value.site}, and this kiosk belongs to ${institution}: bring its own hospital's, or correct institution in site.yml.`,
    });
  const opened = wardExchange({ ledger, seal: wardSeal(key.value), clock, kiosk });
  return opened.ok ? ok({ name: key.value.ward, exchange: opened.value }) : opened;
}
