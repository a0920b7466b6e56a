import { loadFhirFolder, serveFhir } from '../../demo/fhir-server.ts';
import { fail, interrupted, say } from '../terminal.ts';

/** Serves a folder as a FHIR R4 server until interrupted; files that can't be read are named. */
export async function serveFhirFolder(folder: string, { port, json }: { port: number; json: boolean }): Promise<void> {
  const { resources, problems } = await loadFhirFolder(folder);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (resources.length === 0) return fail(json, { kind: 'no-resources', why: `There are no FHIR resources in ${folder}.` });
  try {
    const server = await serveFhir(resources, { port });
    say(
      json,
      { url: server.url, resources: resources.length, problems },
      `FHIR R4 server with ${resources.length} resources at ${server.url}`,
    );
    await interrupted();
    await server.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    fail(json, { kind: 'port', why: `Port ${port} cannot be had (${code}): choose another with --port.` });
  }
}
