import { cpSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
/** Where the parts are put together; only the packaging test builds elsewhere. */
const dist = process.env['KIOSK_DIST'] ?? join(root, 'dist');
const app = join(dist, 'app');

/**
 * Builds the main process into dist/app: a tree of the same shape as this one, with JavaScript for TypeScript, so that every path from a
 * file to its worker, its resources or the screen is the same in both. `electron dist/app` runs it; electron-builder packs it.
 * Packages stay outside: electron-builder brings those that package.json names. With `--mode preload` it builds the preload, which
 * Electron's sandbox wants as one CommonJS file.
 */
export default defineConfig(({ mode }) => {
  const preload = mode === 'preload';
  return {
    root,
    publicDir: false,
    plugins: preload ? [] : [besides()],
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      sourcemap: false,
      outDir: preload ? join(app, 'dist') : join(app, 'main'),
      emptyOutDir: !preload,
      rolldownOptions: {
        input: preload
          ? join(root, 'main', 'host', 'preload.ts')
          : globSync('main/**/*.ts', { cwd: root, exclude: ['main/host/preload.ts'] }).map(file => join(root, file)),
        external: id => !id.startsWith('.') && !isAbsolute(id),
        treeshake: false,
        output: preload
          ? { format: 'cjs', entryFileNames: 'preload.cjs' }
          : { format: 'es', entryFileNames: '[name].js', preserveModules: true, preserveModulesRoot: join(root, 'main') },
      },
    },
  };
});

/** What the app needs beside its code: resources, the built screen, and its name. */
function besides(): Plugin {
  return {
    name: 'besides',
    writeBundle() {
      const screen = join(dist, 'renderer');
      if (!existsSync(join(screen, 'index.html'))) throw new Error('Build the screen first: vite build');
      cpSync(screen, join(app, 'dist', 'renderer'), { recursive: true });
      cpSync(join(root, 'resources'), join(app, 'resources'), { recursive: true });
      const { name, version, type } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>;
      writeFileSync(
        join(app, 'package.json'),
        JSON.stringify({ name, version, type, main: 'main/host/electron-entry.js' }, null, 2),
      );
    },
  };
}
