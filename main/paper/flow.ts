import { noBoxes, type Boxes } from './page.ts';

/** Where the next block goes. Points from the page's top left corner. */
export interface Flow {
  left: number;
  width: number;
  top: number;
  bottom: number;
  y: number;
  pages: Boxes[];
}

/** Begins a sheet's content within the space between band and foot. */
export const newFlow = (left: number, width: number, top: number, bottom: number): Flow => ({
  left,
  width,
  top,
  bottom,
  y: top,
  pages: [noBoxes()],
});

/** The page being filled. */
export const current = (flow: Flow): Boxes => flow.pages.at(-1)!;

/** Points left on the page. */
export const room = (flow: Flow): number => flow.bottom - flow.y;

/** Points on an empty page. */
export const wholePage = (flow: Flow): number => flow.bottom - flow.top;

/** Goes on at the top of a new page. */
export function turnPage(flow: Flow): void {
  flow.pages.push(noBoxes());
  flow.y = flow.top;
}

/** Number of the page being filled. */
export const pageNumber = (flow: Flow): number => flow.pages.length;
