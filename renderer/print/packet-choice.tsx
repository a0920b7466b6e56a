import type { FormShown } from '../../main/domain/form.ts';
import { DEPARTMENTS } from '../../main/domain/form.ts';
import { PHASES } from '../../main/domain/procedure.ts';
import { ROLES } from '../../main/domain/role.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import { text } from '../text.ts';

const words = text.print.packet;

/** A packet: what a role uses, what a phase of the outage needs, or what goes to a department. */
interface Packet {
  key: string;
  name: string;
  has(form: FormShown): boolean;
}

const PACKETS: { title: string; packets: Packet[] }[] = [
  {
    title: words.roles,
    packets: ROLES.map(role => ({ key: role, name: text.steps.roles[role], has: form => form.roles.includes(role) })),
  },
  {
    title: words.phases,
    packets: PHASES.map(phase => ({ key: phase, name: text.steps.phases[phase], has: form => form.phases.includes(phase) })),
  },
  {
    title: words.departments,
    packets: DEPARTMENTS.map(department => ({
      key: department,
      name: words.department[department],
      has: form => form.departments.includes(department),
    })),
  },
];

/** Ticks the forms of a packet at once, in place of what was ticked; each can be taken out afterwards. */
export function PacketChoice({ forms, choose }: { forms: readonly FormShown[]; choose(forms: FormKind[]): void }) {
  const offered = PACKETS.map(({ title, packets }) => ({ title, packets: packets.filter(({ has }) => forms.some(has)) }));
  const all = offered.flatMap(({ packets }) => packets);
  return (
    <label className="packet-choice">
      {words.label}
      <select
        value=""
        onChange={event => {
          const packet = all.find(({ key }) => key === event.target.value);
          if (packet) choose(forms.filter(packet.has).map(({ id }) => id));
        }}
      >
        <option value="">{words.choose}</option>
        {offered.map(({ title, packets }) => (
          <optgroup key={title} label={title}>
            {packets.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
