import type { PackFile } from '../../main/contract.ts';
import { client } from '../client.ts';

/** One patient's released PDF, or that of no single patient, or why it can't be had; `take` when it leaves the kiosk. */
export async function fetchPdf(pack: number, patientId: string | null, take = false): Promise<Uint8Array<ArrayBuffer>> {
  const result = await client[take ? 'takePackPdf' : 'getPackPdf']({ pack, patientId });
  if (!result.ok) throw new Error(result.error.why);
  return Uint8Array.from(atob(result.value.base64), c => c.charCodeAt(0));
}

/** Hands a PDF to the browser's own downloads; the name says pack and bed, never who. */
export async function downloadPdf(pack: number, { patientId, bed }: PackFile): Promise<void> {
  const bytes = await fetchPdf(pack, patientId, true);
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
  const link = document.createElement('a');
  link.href = url;
  const whose = patientId === null ? 'unit' : `bed-${(bed ?? 'none').replace(/[^\w-]+/g, '_')}`;
  link.download = `pack-${pack}-${whose}.pdf`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
