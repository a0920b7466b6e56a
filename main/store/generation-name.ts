import { namesIn } from './disk.ts';

/** File name of a generation's database or manifest. */
export const generationFile = (number: number, kind: 'db' | 'json'): string => `gen-${String(number).padStart(8, '0')}.${kind}`;

/** The number in a generation's file name; null for temporary and foreign files. */
export function generationOf(name: string): number | null {
  const match = /^gen-(\d{8,15})\.(?:db|json)$/.exec(name);
  return match ? Number(match[1]) : null;
}

/** Numbers of everything that looks like a generation, newest first. Only the number says what is newest: clocks lie. */
export function generationNumbers(folder: string): number[] {
  const numbers = namesIn(folder).map(generationOf);
  return [...new Set(numbers.filter(n => n !== null))].sort((a, b) => b - a);
}
