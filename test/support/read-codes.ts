import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { folder } from './command-line.ts';
import { needs } from './needs.ts';
import type { Ink } from './png-ink.ts';

// Its own way of loading asks the network.
const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
const prepared = prepareZXingModule({
  overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) as ArrayBuffer },
  fireImmediately: true,
});

/** The codes in a picture as another program reads them: "Code128 E100". */
export async function codesIn(picture: Uint8Array): Promise<string[]> {
  await prepared;
  const found = await readBarcodes(picture, { formats: ['DataMatrix', 'Code128'], tryHarder: true, maxNumberOfSymbols: 255 });
  return found.map(code => `${code.format} ${code.text}`);
}

/** The codes in a part of a picture, in dots. */
export async function codesWithin(ink: Ink, left: number, top: number, width: number, height: number): Promise<string[]> {
  await prepared;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (left + x < ink.width && top + y < ink.height && ink.at(left + x, top + y))
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  const found = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as ImageData, {
    formats: ['DataMatrix', 'Code128'],
    tryHarder: true,
  });
  return found.map(code => `${code.format} ${code.text}`);
}

/** The pages of a PDF as a printer of so many dots to an inch draws them; whoever reads them takes each dot as black or white. */
export function printedAt(pdf: Uint8Array, dpi: number): Buffer[] {
  const where = folder();
  writeFileSync(join(where, 'all.pdf'), pdf);
  execFileSync(join(needs.poppler.path, '..', 'pdftoppm'), [
    '-r',
    String(dpi),
    '-gray',
    '-png',
    join(where, 'all.pdf'),
    join(where, 'page'),
  ]);
  return readdirSync(where)
    .filter(name => name.endsWith('.png'))
    .sort()
    .map(name => readFileSync(join(where, name)));
}
