import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

const server = process.env['MUSTER_URL'] ?? 'http://127.0.0.1:4800'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed()],
  // Our own packages from their sources, so that no build has to come first.
  resolve: { alias: { '@muster/client': sourceOf('client'), '@muster/core': sourceOf('core') } },
  build: { outDir: 'dist/app', emptyOutDir: true, target: 'es2023', reportCompressedSize: false },
  // `npm run dev` shows what a running server knows.
  server: { proxy: { '/api': server, '/v1': server } },
})

function sourceOf(name: string): string {
  return join(import.meta.dirname, `../${name}/src/index.ts`)
}

/** Writes `.br` and `.gz` beside what compresses well, so that the server never has to. */
function compressed(): Plugin {
  return {
    name: 'muster-compressed',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const names = await readdir(dir, { recursive: true })
      await Promise.all(
        names
          .filter((name) => /\.(?:js|css|html|svg)$/.test(name))
          .map((name) => join(dir, name))
          .map(compress),
      )
    },
  }
}

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, quality))
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }))
}
