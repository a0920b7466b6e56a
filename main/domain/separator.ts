import type { Printing } from './band.ts';
import type { Block, Words } from './sheet.ts';
import type { PatientView } from './view.ts';

/** The page before the sheets of a whole ward: on a shared printer it says whose they are, and by bed who must be among them. */
export function separator(views: readonly PatientView[], { unit }: Printing): Block[] {
  const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });
  return [
    { kind: 'paragraph', box: 'frame', lines: [[{ text: unit, role: 'large', tone: 'strong' }]] },
    { kind: 'heading', text: 'WHOSE SHEETS FOLLOW, BY BED', note: 'take them apart here; tick who has them' },
    {
      kind: 'table',
      columns: [
        { label: 'Handed to the ward', weight: 14, tick: true },
        { label: 'Bed', weight: 12 },
        { label: 'Patient', weight: 50 },
        { label: 'MRN', weight: 24 },
      ],
      rows: views.map(({ encounter, identity }) => [
        [],
        [body(encounter.bed ?? 'no bed', 'strong')],
        [body(identity.name)],
        [body(identity.mrn ?? 'none')],
      ]),
    },
  ];
}
