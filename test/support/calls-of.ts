import type { Client } from '../../main/contract.ts';
import type { HostedKiosk } from '../../main/host/hosted.ts';
import { createClient } from '../../renderer/client.ts';

/** Calls through the kiosk's one door, as a window of a host does. */
export const callsOf = (kiosk: Pick<HostedKiosk, 'call'>, seat = 'window'): Client =>
  createClient((name, input) => kiosk.call(name, input, seat));
