import type { SiteConfiguration } from './site-configuration.ts';

/** A file or folder that the configuration names and that must be there before the kiosk can use it. */
export interface NamedFile {
  field: string;
  path: string;
  kind: 'file' | 'folder';
  /** Only the kiosk's own account may read it. */
  secret: boolean;
}

/** Keys, secrets, certificates (of printers, too) and census folders of a configuration. */
export function namedFiles(site: SiteConfiguration): NamedFile[] {
  const said = site.ehr?.authentication;
  const signIn: NamedFile[] =
    said?.kind === 'smart-jwt'
      ? [{ field: 'ehr.authentication.privateKeyFile', path: said.privateKeyFile, kind: 'file', secret: true }]
      : said?.kind === 'client-secret'
        ? [{ field: 'ehr.authentication.secretFile', path: said.secretFile, kind: 'file', secret: true }]
        : [];
  const census = site.units.flatMap(({ census }, i): NamedFile[] => {
    const field = `units[${i + 1}].census`;
    if (census.kind === 'id-list') return [{ field: `${field}.folder`, path: census.folder, kind: 'folder', secret: false }];
    if (census.kind !== 'hl7v2-adt' || !census.tls) return [];
    return [
      { field: `${field}.tls.cert`, path: census.tls.cert, kind: 'file', secret: false },
      { field: `${field}.tls.key`, path: census.tls.key, kind: 'file', secret: true },
    ];
  });
  const exchange: NamedFile[] = site.exchange
    ? [
        { field: 'exchange.key', path: site.exchange.key, kind: 'file', secret: true },
        ...(site.exchange.folder === null
          ? []
          : [{ field: 'exchange.folder', path: site.exchange.folder, kind: 'folder' as const, secret: false }]),
      ]
    : [];
  const printers = site.printers.flatMap(({ certificate }, i): NamedFile[] =>
    certificate === null ? [] : [{ field: `printers[${i + 1}].certificate`, path: certificate, kind: 'file', secret: false }],
  );
  return [...signIn, ...census, ...exchange, ...printers];
}
