/** Finds a Chromium-based browser; on Debian as root it installs one. Nothing is downloaded but the system's own packages. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable"];
const MAC = ["Google Chrome", "Chromium", "Microsoft Edge"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
const WINDOWS = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((folder) =>
  ["Google\\Chrome\\Application\\chrome.exe", "Chromium\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"].map(
    (path) => join(process.env[folder] ?? "C:\\", path)));

const onPath = (name) => (process.env.PATH ?? "").split(":").map((folder) => join(folder, name)).find((path) => existsSync(path));

/** @returns {string | undefined} the browser's path; the variable CHROMIUM goes before everything that is installed */
export function findBrowser() {
  if (process.env.CHROMIUM) return existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : undefined;
  if (process.platform === "darwin") return MAC.find((path) => existsSync(path));
  if (process.platform === "win32") return WINDOWS.find((path) => existsSync(path));
  return NAMES.map(onPath).find(Boolean);
}

/**
 * Installs Debian packages where that can be done without asking anybody: as root, with apt-get.
 * @param {string[]} packages
 * @returns {boolean} whether it was tried and went well
 */
export function installPackages(packages) {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !onPath("apt-get")) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...words) => execFileSync("apt-get", ["-qq", ...words], { stdio: ["ignore", "ignore", "inherit"], env });
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...packages);
  return true;
}

/** The browser's path, installed first where that is possible. @returns {string} */
export function browser() {
  const found = findBrowser() ?? (!process.env.CHROMIUM && installPackages(["chromium"]) ? findBrowser() : undefined);
  if (found) return found;
  const how = {
    darwin: "brew install --cask chromium (or install Google Chrome)",
    win32: "winget install Google.Chrome",
  }[process.platform] ?? "sudo apt-get install chromium (Debian, Ubuntu), sudo dnf install chromium (Fedora)";
  const where = process.env.CHROMIUM ? ` at ${process.env.CHROMIUM}, which CHROMIUM names` : "";
  throw new Error(`No Chromium, Chrome or Edge was found${where}. Install one: ${how}. Or set CHROMIUM to its path.`);
}

/** ChromeDriver of the same version, for the browser tests. @returns {string} */
export function driver() {
  const find = () => process.env.CHROMEDRIVER ?? onPath("chromedriver");
  const found = find() ?? (installPackages(["chromium-driver"]) ? find() : undefined);
  if (found) return found;
  throw new Error("chromedriver was not found. Install it (Debian: sudo apt-get install chromium-driver) or set CHROMEDRIVER to its path.");
}
