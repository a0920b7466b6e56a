import { serveBrowser } from '../../main/host/browser.ts';
import { openDemoKiosk, type DemoKiosk } from './demo-kiosk.ts';

export interface DemoScreen extends DemoKiosk {
  /** A further one-time link to the screen. */
  link(): string;
}

/** The demo kiosk after its first refresh, served on this computer as `npm start` serves it. */
export async function serveDemoKiosk(
  rendererFolder: string,
  options: Parameters<typeof openDemoKiosk>[0] = {},
): Promise<DemoScreen> {
  const demo = await openDemoKiosk(options);
  await demo.kiosk.firstRefresh;
  const host = await serveBrowser({
    kiosk: demo.kiosk,
    port: 0,
    rendererFolder,
    log: { write: () => undefined },
  });
  return {
    ...demo,
    link: host.anotherUrl,
    close: async () => {
      await host.close();
      await demo.close();
    },
  };
}
