// Bundles src/ into <out>/assets/. Out is dist/ or the first argument; the server's pom copies dist/ as static resources.
import * as esbuild from 'esbuild';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

const watch = process.argv.includes('--watch');
const out = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'dist';
const assets = path.join(out, 'assets');

const options = {
  entryPoints: {
    console: 'src/js/console.js',
    editor: 'src/js/editor.js',
    style: 'src/css/style.css',
  },
  outdir: assets,
  bundle: true,
  minify: !watch,
  format: 'iife',
  target: ['es2022'],
  legalComments: 'none',
  logLevel: 'info',
};

await rm(assets, { recursive: true, force: true });
await mkdir(assets, { recursive: true });
await cp('src/icons', assets, { recursive: true });

if (watch) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}
