/**
 * Renders `static/icons/icon.svg` to the PNG files that the manifest names: `node scripts/icons.mjs`. The files are committed, so that
 * a build needs no browser; run it after the drawing has changed.
 */
import { readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { browser as installed } from "./browser.mjs";

const SIZES = [16, 32, 48, 128];
const folder = new URL("../static/icons/", import.meta.url);

const drawing = await readFile(new URL("icon.svg", folder), "utf8");
const browser = await chromium.launch({ executablePath: installed(), args: ["--no-sandbox"] });
try {
  for (const size of SIZES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
    await writeFile(new URL(`${size}.png`, folder), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
