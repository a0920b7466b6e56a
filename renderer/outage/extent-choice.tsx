import { CheckboxGroup, FieldError, Input, Label, Radio, RadioGroup, Text, TextField } from 'react-aria-components';
import { Check } from '../print/check.tsx';
import { text } from '../text.ts';

const words = text.outage;
const EXTENTS = ['whole', 'degraded'] as const;

/** How far the outage reaches, as it is being chosen; the usual is the whole EHR. */
export interface Extent {
  kind: (typeof EXTENTS)[number];
  systems: string[];
  /** Written by hand, commas between. */
  others: string;
}

/** The systems that fail, each once; null for the whole EHR. */
export function degradedOf({ kind, systems, others }: Extent): string[] | null {
  if (kind === 'whole') return null;
  const written = others.split(',').map(system => system.trim());
  return [...new Set([...systems, ...written.filter(system => system !== '')])];
}

/** An extent as it would be chosen: the site's own words ticked, the rest written by hand. */
export const extentOf = (degraded: readonly string[] | null, of: readonly string[]): Extent => ({
  kind: degraded === null ? 'whole' : 'degraded',
  systems: (degraded ?? []).filter(system => of.includes(system)),
  others: (degraded ?? []).filter(system => !of.includes(system)).join(', '),
});

interface Props {
  /** The site's words for what can fail. */
  of: readonly string[];
  extent: Extent;
  choose(extent: Extent): void;
  /** Somebody tried to declare without naming a system. */
  lacks: boolean;
}

/** The whole EHR or only some systems, and then which. */
export const ExtentChoice = ({ of, extent, choose, lacks }: Props) => (
  <>
    <RadioGroup
      className="extent"
      orientation="horizontal"
      value={extent.kind}
      onChange={value => choose({ ...extent, kind: value === 'degraded' ? 'degraded' : 'whole' })}
    >
      <Label>{words.extentAsked}</Label>
      {EXTENTS.map(kind => (
        <Radio key={kind} value={kind} className="check">
          <span className="radio-dot" />
          {words.extents[kind]}
        </Radio>
      ))}
    </RadioGroup>
    {extent.kind === 'degraded' && (
      <>
        <CheckboxGroup className="extent" value={extent.systems} onChange={systems => choose({ ...extent, systems })}>
          <Label>{words.systems}</Label>
          {of.map(system => (
            <Check key={system} value={system}>
              <span>{system}</span>
            </Check>
          ))}
        </CheckboxGroup>
        <TextField className="field" value={extent.others} onChange={others => choose({ ...extent, others })} isInvalid={lacks}>
          <Label>{words.otherSystems}</Label>
          <Input maxLength={200} autoComplete="off" />
          <Text slot="description">{words.otherSystemsHint}</Text>
          <FieldError>{words.noSystem}</FieldError>
        </TextField>
      </>
    )}
  </>
);
