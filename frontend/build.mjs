/**
 * Build the styles and scripts that the Python package carries.
 *
 *   npm install && npm run build
 *
 * Writes `lmtools/serving/static/dist/` (file names carry a hash of the content, so that they can be cached
 * for ever, and the first ones lie there compressed too; `texts/` there belongs to `python -m lmtools.text` and
 * is left alone), a manifest that a test compares with the sources, `assets.j2` with the same names for the page template, and
 * `lmtools/widgets/static/` (the same views as one file, for JupyterLab and stock Voilà).
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import esbuild from "esbuild";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const SRC = path.join(HERE, "src");
const DIST = path.join(HERE, "../lmtools/serving/static/dist");
const TEMPLATE = path.join(HERE, "../lmtools/serving/templates/lmtools/assets.j2");
const WIDGETS = path.join(HERE, "../lmtools/widgets/static");

const LATER = [["kernel.js"], ["screening.js"], ["vega.js", "vega-worker.js"]];
const SCRIPTS = ["start.js", "console.js", "after.js", "facilitator.js", "planner.js", "tables.js", "municipality.js"];
const FIRST = ["page.js", "look.css", "screening.js"];
const STYLES = ["look.css", "start.css", "console.css", "after.css", "planner.css"];

const shared = {
  bundle: true,
  minify: true,
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".woff2": "file", ".svg": "text" },
};

/** Modules that would come along unused: replaced by nothing, or by the part that is used. */
const leaveOut = {
  name: "leave-out",
  setup(build) {
    // KernelConnection needs two small parts of its package, not every manager in it.
    build.onResolve({ filter: /^\.\.$/ }, (args) =>
      args.importer.includes(path.join("@jupyterlab", "services", "lib", "kernel"))
        ? { path: path.join(SRC, "services.js") }
        : undefined,
    );
    // Vega-Lite takes one small function from all of Vega, which would bring maps, trees and word clouds along.
    build.onResolve({ filter: /^vega$/ }, ({ kind, resolveDir }) => build.resolve("vega-util", { kind, resolveDir }));
    // Vega measures texts on a canvas of the page, and has none in a thread.
    build.onResolve({ filter: /^vega-canvas$/ }, () => ({ path: path.join(SRC, "vega-canvas.js") }));
    // The manager base cleans descriptions of stock widgets; our own version needs no parser of its own.
    build.onResolve({ filter: /^sanitize-html$/ }, () => ({ path: path.join(SRC, "sanitize.js") }));
  },
};

async function filesUnder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** One hash over names and contents of all sources. The Python test computes the same. */
async function hashOfSources() {
  const files = [...(await filesUnder(SRC)), path.join(HERE, "package.json"), path.join(HERE, "build.mjs")];
  const named = files.map((file) => [path.relative(HERE, file).split(path.sep).join("/"), file]);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256");
  for (const [name, file] of named) hash.update(`${name}\0`).update(await readFile(file)).update("\0");
  return hash.digest("hex");
}

/**
 * Rules of Designsystemet that ask something of the whole page: each touch, focus and letter then styles every
 * element anew, which takes a slow phone a third of a second. Written so that they ask only where they apply.
 */
const RULES = {
  "dialog.css": [["body:has(.ds-dialog:modal){overflow:hidden}", ""]], // see src/modal.js
  "input.css": [[":has(label):not(:has(label:hover)) .ds-input", ".ds-input"]],
  "table.css": [
    [":not(:has(thead)) tbody:first-of-type", "tbody:first-of-type:not(thead~tbody)"],
    [":not(:has(tfoot)) tbody:last-of-type", "tbody:last-of-type:last-child"],
  ],
};

const lighterRules = {
  name: "lighter-rules",
  setup(build) {
    build.onLoad({ filter: /designsystemet-css.*\.css$/ }, async ({ path: file }) => {
      let contents = await readFile(file, "utf8");
      for (const [heavy, light] of RULES[path.basename(file)] ?? []) {
        if (!contents.includes(heavy)) throw new Error(`${file} has no «${heavy}» any more; see RULES in build.mjs`);
        contents = contents.replaceAll(heavy, light);
      }
      return { contents, loader: "css" };
    });
  },
};

const packages = new Set();

/** Build, and note whose packages came along, for THIRD-PARTY.md. */
async function build(options) {
  const result = await esbuild.build({ ...options, metafile: true });
  for (const { inputs } of Object.values(result.metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const names = [...file.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
      if (names.length && bytesInOutput > 0) packages.add(names.at(-1)[1]);
    }
  }
  return result;
}

const inFolder = (folder, names) => names.map((name) => path.join(folder, name));

/** Entry name -> hashed file name, from an esbuild metafile. */
function namesOf(result) {
  const names = {};
  for (const [output, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) names[path.basename(entryPoint)] = path.basename(output);
  }
  return names;
}

/** `import name from "./part.js?address"` is the file name that the part was built to, or null where there is none. */
const addresses = (built) => (build) => {
  build.onResolve({ filter: /\?address$/ }, ({ path: asked }) => ({ path: path.basename(asked, "?address"), namespace: "address" }));
  build.onLoad({ filter: /.*/, namespace: "address" }, ({ path: asked }) => ({ contents: JSON.stringify(built[asked] ?? null), loader: "json" }));
};

/** What is fetched only when it is needed has been built: `import()` of it is one of that file. */
const fetched = (built) => ({
  name: "fetched",
  setup(build) {
    addresses(built)(build);
    build.onResolve({ filter: /\.js$/ }, ({ kind, path: asked }) => {
      const file = kind === "dynamic-import" && built[path.basename(asked)];
      return file ? { path: `./${file}`, external: true } : undefined;
    });
  },
});

/**
 * A workbook's page is one file, and the parts that it fetches later share nothing with it: on a poor net each
 * piece that two of them have in common would be one more thing to wait for before the page can be used.
 */
async function buildPages() {
  const hashed = { entryNames: "[name]-[hash]", chunkNames: "part-[name]-[hash]", assetNames: "[name]-[hash]", outdir: DIST };
  const modules = { ...shared, ...hashed, format: "esm", splitting: true };
  const later = {};
  for (const together of LATER) {
    const names = { entryNames: "part-[name]-[hash]", chunkNames: `part-of-${path.parse(together[0]).name}-[name]-[hash]` };
    Object.assign(later, namesOf(await build({ ...modules, ...names, entryPoints: inFolder(SRC, together), plugins: [leaveOut] })));
  }
  const page = await build({ ...modules, splitting: false, entryPoints: [path.join(SRC, "page.js")], plugins: [fetched(later)] });
  const scripts = await build({ ...modules, entryPoints: inFolder(SRC, SCRIPTS), plugins: [fetched(later)] });
  const wait = await build({ ...shared, ...hashed, entryPoints: inFolder(SRC, ["wait.js"]), format: "iife" });
  const styles = await build({ ...shared, ...hashed, entryPoints: inFolder(path.join(SRC, "css"), STYLES), plugins: [lighterRules] });
  const font = Object.keys(styles.metafile.outputs).find((output) => output.includes("inter-latin-opsz"));
  return { ...later, ...namesOf(page), ...namesOf(scripts), ...namesOf(wait), ...namesOf(styles), "inter.woff2": path.basename(font) };
}

/** Only the results draw charts in JupyterLab, so only their file carries Vega. */
const withoutCharts = {
  name: "without-charts",
  setup(build) {
    addresses({})(build);
    build.onResolve({ filter: /\/vega\.js$/ }, () => ({ path: "vega", namespace: "left-out" }));
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "export function draw() { throw new Error(); }" }));
  },
};

/** The views for JupyterLab: styles inside, because a widget cannot know where other files would lie. */
async function buildWidgets() {
  const css = await build({ ...shared, entryPoints: [path.join(SRC, "css/lab.css")], write: false, plugins: [lighterRules], loader: { ".woff2": "empty" } });
  const styles = css.outputFiles[0].text.replaceAll(":root", ":host");
  const inlineStyles = {
    name: "inline-styles",
    setup(build) {
      build.onResolve({ filter: /^virtual:styles$/ }, () => ({ path: "styles", namespace: "virtual" }));
      build.onLoad({ filter: /.*/, namespace: "virtual" }, () => ({ contents: styles, loader: "text" }));
    },
  };
  await mkdir(WIDGETS, { recursive: true });
  const views = { ...shared, entryPoints: [path.join(SRC, "widgets.js")], format: "esm" };
  await build({ ...views, outfile: path.join(WIDGETS, "results.js"), plugins: [inlineStyles, fetched({}), leaveOut] });
  await build({ ...views, outfile: path.join(WIDGETS, "widgets.js"), plugins: [inlineStyles, withoutCharts] });
  await build({ ...shared, entryPoints: [path.join(SRC, "css/widgets.css")], outfile: path.join(WIDGETS, "widgets.css") });
}

/** What every phone fetches is also kept smaller than the server's own gzip can make it. */
async function compress(names) {
  for (const name of names) {
    const file = path.join(DIST, name);
    await writeFile(`${file}.br`, brotliCompressSync(await readFile(file)));
  }
}

async function clean() {
  await mkdir(DIST, { recursive: true });
  for (const entry of await readdir(DIST)) if (entry !== "texts") await rm(path.join(DIST, entry), { recursive: true });
}

async function main() {
  const source = await hashOfSources();
  await clean();
  const files = await buildPages();
  await compress(FIRST.map((name) => files[name]));
  await buildWidgets();
  const parts = (await readdir(DIST)).filter((name) => name !== "texts").sort();
  const manifest = { source, files: Object.fromEntries(Object.entries(files).sort()), parts, packages: [...packages].sort() };
  await writeFile(path.join(DIST, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  await mkdir(path.dirname(TEMPLATE), { recursive: true });
  await writeFile(TEMPLATE, `{#- Written by frontend/build.mjs: the hashed names of built files. -#}\n{% set files = ${JSON.stringify(manifest.files)} %}\n{% set build = "${source.slice(0, 12)}" %}\n`);
}

await main();
