// A bug in the middle of everything, which quotes a patient: SIGUSR2 throws, SIGHUP rejects. Loaded before the program itself.
import { MARK } from './marks.ts';

const bug = (): Error => new TypeError(`${MARK}, Khai (MRN ${MARK}00628297) has no bed`);
process.on('SIGUSR2', () => {
  throw bug();
});
process.on('SIGHUP', () => void Promise.reject(bug()));
