/** Of whom the kiosk knows who they are: signed in, or with the envelope opened under a name. Where nobody signs in, whoever stands there is not. */
export const isKnown = ({ user, breakGlass }: { user: string | null; breakGlass: string | null }): boolean =>
  user !== null || breakGlass !== null;

/** Stands behind the name of whoever opened the envelope, on screen, paper and in the ledger. */
export const BREAK_GLASS = ' (break-glass)';
