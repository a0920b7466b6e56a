/** Events of each bundle that is taken in while somebody pulls the plug. */
export const BUNDLE = 400;
