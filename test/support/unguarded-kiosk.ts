import { gateOf } from '../../main/gate.ts';
import { createKiosk, type Kiosk, type KioskOptions } from '../../main/kiosk.ts';

/** A kiosk over a store for which nobody set up a vault: whoever stands there acts as the ward's staff. */
export async function openUnguarded(options: Omit<KioskOptions, 'gate'>): Promise<Kiosk> {
  const gate = await gateOf(options.site.folders!);
  if (!gate.ok) throw new Error(gate.error.why);
  const opened = await createKiosk({ ...options, gate: gate.value });
  if (!opened.ok) throw new Error(opened.error.why);
  return opened.value;
}
