/** Shapes beside words: the state is told by word and shape, never by colour alone. */
const PATHS = {
  standby: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM7.5 12.2l3 3 6-6.4',
  suspected: 'M12 3.5 22 20.5H2zM12 10v5M12 17.6v.6',
  downtime: 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM12 7v6M12 16v.8',
  drill: 'M12 2 22 12 12 22 2 12zM9.5 8.5v7h2a3.5 3.5 0 0 0 0-7z',
  recovery: 'M4.5 12a7.5 7.5 0 1 0 2.4-5.5M4.5 4v4.2h4.2',
  'no-copy': 'M4 4h16v16H4zM4 20 20 4',
  lost: 'M3 12h5l2-4 4 9 2-5h5M4 4l16 16',
  opening: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2',
  ward: 'M3 18V6M3 14h18v4M21 14v-2a3 3 0 0 0-3-3h-7v5M6.6 9.5a1.6 1.6 0 1 0 .01 0z',
  print: 'M7 8V3h10v5M7 17H4V9a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v8h-3M7 14h10v7H7z',
  pharmacy: 'M8.5 20.5a5 5 0 0 1-7-7l7-7a5 5 0 0 1 7 7zM5 10l7 7M19 15v6M16 18h6',
  'walk-in': 'M10 4a3 3 0 1 0 .01 0zM4 20v-2.5A4.5 4.5 0 0 1 8.5 13h3a4.5 4.5 0 0 1 4.5 4.5V20M19 6v6M16 9h6',
  system: 'M4 6h9M17 6h3M4 12h3M11 12h9M4 18h9M17 18h3M15 4v4M9 10v4M15 16v4',
  steps: 'M4 6l1.5 1.5L8 5M4 12l1.5 1.5L8 11M4 18l1.5 1.5L8 17M11 6.5h9M11 12.5h9M11 18.5h9',
  audit: 'M5 3h10l4 4v6M5 3v18h6M8 8h6M8 12h4M16 14.5a3.5 3.5 0 1 0 .01 0M18.6 20.2 21 22.5',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.4-5.5M19.5 4v4.2h-4.2',
  alarm: 'M12 3.5 22 20.5H2zM12 10v5M12 17.6v.6',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  save: 'M5 3h11l3 3v15H5zM8 3v6h7V3M8 21v-7h8v7',
  download: 'M12 3v12M7 10.5l5 5 5-5M4 20h16',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  close: 'M5 5l14 14M19 5 5 19',
  good: 'M5 12.5l4.5 4.5L19 7',
} as const;
export type IconName = keyof typeof PATHS;

/** A line drawing, hidden from screen readers: the words beside it say the same. */
export const Icon = ({ name, large = false }: { name: IconName; large?: boolean }) => (
  <svg className={large ? 'icon icon-large' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
