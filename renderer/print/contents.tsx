import type { WardRow } from '../../main/domain/view.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import { needsPaper } from '../../main/domain/ward/stay.ts';
import { formName, useForms } from '../forms.ts';
import { text } from '../text.ts';

const words = text.print;
const ONLY_WHO_HAS: FormKind[] = ['infusion', 'insulin', 'pca'];

/** What a preset for the whole ward makes: for everybody, for those who have such orders, and who isn't in it. */
export function Contents({ forms, rows }: { forms: readonly FormKind[]; rows: WardRow[] }) {
  const left = rows.filter(row => row.gone !== null).length;
  const away = rows.filter(row => row.gone === null && !needsPaper(row.stay)).length;
  const everyone = forms.filter(form => !ONLY_WHO_HAS.includes(form));
  const some = forms.filter(form => ONLY_WHO_HAS.includes(form));
  return (
    <section className="contents">
      <h2 className="choice-title">{words.wholeWard(rows.length - left - away)}</h2>
      <p>{words.forEach}</p>
      <FormNames forms={everyone} />
      {some.length > 0 && (
        <>
          <p>{words.onlyWhoHas}</p>
          <FormNames forms={some} />
        </>
      )}
      {away > 0 && <p className="lack">{words.onLeave(away)}</p>}
      {left > 0 && <p className="lack">{words.leftOut(left)}</p>}
    </section>
  );
}

/** The forms by name. */
export function FormNames({ forms }: { forms: readonly FormKind[] }) {
  const all = useForms();
  return (
    <ul>
      {forms.map(form => (
        <li key={form}>{formName(all, form)}</li>
      ))}
    </ul>
  );
}
