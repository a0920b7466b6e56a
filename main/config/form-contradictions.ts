import type { FormDefinition } from '../domain/form.ts';
import { listOf } from '../domain/form-lists.ts';
import type { FormField } from '../domain/form-section.ts';
import { unreachable } from '../domain/result.ts';

/** Points that the narrowest paper has between its margins, upright and on its side. */
const PAPER = { portrait: 559, landscape: 756 } as const;
/** Narrower, in points, nobody writes a number into a column. */
const LEAST_COLUMN = 18;
/** Points that a letter of a label takes, and an option besides its letters; lines that a label may take, and options. */
const LETTER = 5.5;
const OPTION = 26;
const LABEL_LINES = 4;
const OPTION_LINES = 7;

/** What can't be seen in one section alone: each with the place in the file at which it stands. */
export function contradictionsIn(form: FormDefinition): { path: PropertyKey[]; why: string }[] {
  if (form.content.kind === 'part') return [];
  const heads = new Map<string, number>();
  let heading = '';
  return form.content.sections.flatMap((section, i) => {
    const at = (...path: PropertyKey[]): PropertyKey[] => ['sections', i, ...path];
    switch (section.kind) {
      case 'heading':
        heading = section.text;
        return [];
      case 'words':
        return [];
      case 'fields':
        return section.rows.flatMap((row, r) => {
          const all = row.reduce((sum, { width }) => sum + width, 0);
          return row.flatMap((field, f) =>
            fieldFaults(field, (PAPER[form.orientation] * field.width) / all, form).map(why => ({
              path: at('fields', r, f),
              why,
            })),
          );
        });
      case 'table': {
        const { columns, prefill } = section;
        const all = columns.reduce((sum, { width }) => sum + width, 0);
        const head = `${heading}|${JSON.stringify(columns.map(({ label }) => label))}`;
        const twin = heads.get(head);
        heads.set(head, i);
        const list = prefill === null ? null : listOf(prefill);
        return [
          ...columns.flatMap(({ label, width }, c) => {
            const points = (PAPER[form.orientation] * width) / all;
            return widthFaults(label.words, points).map(why => ({ path: at('table', 'columns', c), why }));
          }),
          ...(twin === undefined
            ? []
            : [{ path: at('table'), why: 'a table before it has the same heading and columns: give one another heading' }]),
          ...(list && list.about !== form.about
            ? [
                {
                  path: at('table', 'prefill'),
                  why: `${prefill} is about ${list.about}, and this form about ${form.about}: remove it`,
                },
              ]
            : []),
          ...(list && list.cells > columns.length
            ? [{ path: at('table', 'columns'), why: `${prefill} fills ${list.cells} columns: write as many` }]
            : []),
        ];
      }
      default:
        return unreachable(section);
    }
  });
}

/** What is wrong with the width in points of a column or box. */
function widthFaults(label: string, points: number): string[] {
  if (points < LEAST_COLUMN)
    return [
      `this would be ${Math.floor(points)} points wide, and a hand needs ${LEAST_COLUMN}: make it wider, or have fewer beside it`,
    ];
  return label.length * LETTER > LABEL_LINES * (points - 6)
    ? ['the label is too long for its width: shorten it, or make this wider']
    : [];
}

function fieldFaults({ label, prefill, options }: FormField, points: number, { about }: FormDefinition): string[] {
  const letters = options.reduce((sum, option) => sum + option.length * LETTER + OPTION, 0);
  return [
    ...widthFaults(label, points),
    ...(letters > OPTION_LINES * (points - 6) ? ['these are more options than fit here: make this wider, or list fewer'] : []),
    ...(prefill !== null && about === 'ward'
      ? [`${prefill} is a patient’s, and this form is about the ward: remove prefill`]
      : []),
  ];
}
