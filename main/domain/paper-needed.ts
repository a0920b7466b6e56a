/** The pages of one document: of forms about certain hours, which are needed again when those are over, and of others. */
export interface DocumentPages {
  timed: number;
  other: number;
}

/** What a pack takes for so many hours of downtime. */
export interface PaperNeeded {
  hours: number;
  pages: number;
  /** Leaves of paper when it is printed on both sides; each document begins on a new one. */
  leaves: number;
}

/** The horizons for which paper is counted, in hours. */
export const HORIZONS = [8, 24, 72] as const;

/** How much paper the ward needs for 8, 24 and 72 hours when what covers `covered` hours is printed again each time they are over. */
export const paperNeeded = (documents: readonly DocumentPages[], covered: number): PaperNeeded[] =>
  HORIZONS.map(hours => {
    const again = Math.ceil(hours / covered) - 1;
    const sum = (count: (document: DocumentPages) => number): number => documents.reduce((total, each) => total + count(each), 0);
    return {
      hours,
      pages: sum(({ timed, other }) => other + timed * (1 + again)),
      leaves: sum(({ timed, other }) => Math.ceil((other + timed) / 2) + again * Math.ceil(timed / 2)),
    };
  });
