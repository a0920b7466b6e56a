/** Why a sheet may not be released: something on paper isn't as the view says. */
export interface Finding {
  /** Sheet id; null when the page doesn't say which sheet it is. */
  sheet: string | null;
  /** Page of the PDF, from 1; 0 for what should be somewhere and isn't. */
  page: number;
  /** Order number; null when it isn't about an order. */
  order: string | null;
  /** In words, without the patient. */
  what: string;
}
