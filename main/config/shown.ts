import { basename } from 'node:path';
import type { SiteConfiguration } from './site-configuration.ts';

/** The configuration as it may be shown to anybody: of keys and secrets only the names of their files. */
export function shownConfiguration(site: SiteConfiguration): SiteConfiguration {
  const { ehr, folders, exchange } = site;
  return {
    ...site,
    folders: folders && { ...folders, key: basename(folders.key) },
    exchange: exchange && { ...exchange, key: basename(exchange.key) },
    ehr: ehr && { ...ehr, authentication: withNamesOnly(ehr.authentication) },
    units: site.units.map(unit =>
      unit.census.kind === 'hl7v2-adt' && unit.census.tls
        ? {
            ...unit,
            census: { ...unit.census, tls: { cert: basename(unit.census.tls.cert), key: basename(unit.census.tls.key) } },
          }
        : unit,
    ),
  };
}

type Authentication = NonNullable<SiteConfiguration['ehr']>['authentication'];
function withNamesOnly(said: Authentication): Authentication {
  switch (said.kind) {
    case 'none':
      return said;
    case 'smart-jwt':
      return { ...said, privateKeyFile: basename(said.privateKeyFile) };
    case 'client-secret':
      return { ...said, secretFile: basename(said.secretFile) };
  }
}
