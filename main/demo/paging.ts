import { randomBytes } from 'node:crypto';
import type { FhirResource } from './fhir-resource.ts';
import type { SearchQuery } from './search-query.ts';

/** A search under way: its matches are fixed when it starts, whatever page is asked for later. */
export interface SavedSearch {
  query: SearchQuery;
  matches: readonly FhirResource[];
  pageSize: number;
}

/** Where the next page is: two opaque values for a link on the base URL. */
export interface Cursor {
  search: string;
  page: string;
}

/** Searches that still have pages to give, under random names; forgotten after a while, as real servers do. */
export interface Cursors {
  open(saved: SavedSearch): string;
  /** The cursor of the page that begins at a match; the same one each time. */
  at(search: string, offset: number): Cursor;
  find(cursor: Cursor): { saved: SavedSearch; offset: number } | null;
}

const MOST_SEARCHES = 2000;

/** Keeps cursors for so many milliseconds after the last use, measured by `now`. */
export function keepCursors(lifetimeMs: number, now: () => number): Cursors {
  const searches = new Map<string, { saved: SavedSearch; pages: Map<string, number>; expires: number }>();

  function forgetOld(): void {
    for (const [id, { expires }] of searches) if (expires <= now()) searches.delete(id);
    while (searches.size >= MOST_SEARCHES) searches.delete(searches.keys().next().value!);
  }

  return {
    open(saved) {
      forgetOld();
      const id = randomBytes(16).toString('hex');
      searches.set(id, { saved, pages: new Map(), expires: now() + lifetimeMs });
      return id;
    },
    at(search, offset) {
      const pages = searches.get(search)!.pages;
      for (const [page, at] of pages) if (at === offset) return { search, page };
      const page = randomBytes(9).toString('base64url');
      pages.set(page, offset);
      return { search, page };
    },
    find({ search, page }) {
      const entry = searches.get(search);
      if (!entry || entry.expires <= now()) return null;
      const offset = entry.pages.get(page);
      if (offset === undefined) return null;
      entry.expires = now() + lifetimeMs;
      return { saved: entry.saved, offset };
    },
  };
}
