// Builds static/dist from static/src: site.css, app.js, early.js and icons.svg. No network, no arguments.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { pick } from "./src/pick.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

const onlyWhatWeUse = {
  name: "only-what-we-use",
  setup(it) {
    it.onLoad({ filter: /bootstrap\.css$/ }, ({ path }) => ({
      contents: pick(readFileSync(path, "utf8")),
      loader: "css",
    }));
  },
};

function sprite() {
  const names = readFileSync(join(here, "src/icons.txt"), "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
  const symbols = names.map((name) => {
    const svg = readFileSync(join(here, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
    const inside = svg
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/<svg[\s\S]*?>/, "")
      .replace("</svg>", "")
      .replace(/\s+/g, " ")
      .trim();
    const stroke = 'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" ${stroke}>${inside}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: { app: "src/js/app.js", early: "src/js/early.js", site: "src/site.css" },
  outdir: dist,
  bundle: true,
  minify: true,
  target: ["chrome78"],
  legalComments: "linked",
  plugins: [onlyWhatWeUse],
  logLevel: "warning",
});
writeFileSync(join(dist, "icons.svg"), sprite());
const lucide = readFileSync(join(here, "node_modules/lucide-static/LICENSE"), "utf8");
writeFileSync(join(dist, "icons.svg.LEGAL.txt"), lucide);
