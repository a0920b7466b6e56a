// Registers one walk-in and dies hard when its numbers are issued and it is about to be recorded. Arguments: the store's folder, the form.
import { walkIn, walkInKiosk } from '../../support/walk-in-kiosk.ts';

const [store, form] = process.argv.slice(2) as [string, string];
const ward = walkInKiosk({
  store,
  instead: () => {
    process.kill(process.pid, 'SIGKILL');
    throw new Error('still alive');
  },
});
ward.register(form, walkIn(), [], 'A. Clerk');
