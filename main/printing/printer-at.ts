import type { PrinterPlace } from '../domain/printer.ts';
import type { Printer } from '../ports.ts';
import { ippPrinter } from './ipp-printer.ts';
import { labelPrinter } from './label-printer.ts';

/** The printer that a site lists: of labels at a raw port, of pages over IPP. `user` is who prints. */
export const printerAt = (place: PrinterPlace, user: string): Printer =>
  place.label === null ? ippPrinter(place, user) : labelPrinter(place);
